"""Department documents made by other people's writers: a table with merged cells as .docx
(python-docx), .xlsx (openpyxl) and .ods (odfpy)."""
import csv
import os

HERE = os.path.dirname(os.path.abspath(__file__))
PLANS = os.path.join(HERE, "..", "..", "conf", "plans")
FIELDS = ["stt", "nhom", "noi_dung", "san_pham", "chu_tri", "phoi_hop", "thoi_gian"]


class Cell:
    """A cell at (row, column) over so many rows and columns."""

    def __init__(self, row, column, text, rows=1, columns=1):
        self.row, self.column, self.text, self.rows, self.columns = row, column, text, rows, columns


class Table:
    def __init__(self):
        self.cells, self.height, self.width = [], 0, 0

    def put(self, row, column, text, rows=1, columns=1):
        self.cells.append(Cell(row, column, text, rows, columns))
        self.height = max(self.height, row + rows)
        self.width = max(self.width, column + columns)

    def add_row(self, *texts):
        """A row of single cells; None leaves a place to a cell merged from above."""
        row = self.height
        for column, text in enumerate(texts):
            if text is not None:
                self.put(row, column, text)
        self.height = max(self.height, row + 1)
        return row


# --- writers ---------------------------------------------------------------------------------------


def write_docx(path, *tables, before=("KẾ HOẠCH", "II. NỘI DUNG THỰC HIỆN")):
    import docx
    document = docx.Document()
    for text in before:
        document.add_paragraph(text)
    for table in tables:
        made = document.add_table(rows=table.height, cols=table.width)
        made.style = "Table Grid"
        grid = [list(row.cells) for row in made.rows]
        for cell in table.cells:
            target = grid[cell.row][cell.column]
            if cell.rows > 1 or cell.columns > 1:
                target = target.merge(grid[cell.row + cell.rows - 1][cell.column + cell.columns - 1])
            lines = cell.text.split("\n")
            target.paragraphs[0].text = lines[0]
            for line in lines[1:]:
                target.add_paragraph(line)
        document.add_paragraph("")
    document.add_paragraph("Nơi nhận: như trên; Lưu: VT.")
    document.save(path)


def write_xlsx(path, *tables, first_row=1, names=None):
    import openpyxl
    book = openpyxl.Workbook()
    book.remove(book.active)
    for index, table in enumerate(tables):
        sheet = book.create_sheet(names[index] if names else f"Phụ lục {index + 1}")
        if first_row > 1:
            sheet.cell(1, 1, "PHỤ LỤC: PHÂN CÔNG NHIỆM VỤ")
            sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=table.width)
        for cell in table.cells:
            row, column = cell.row + first_row, cell.column + 1
            text = cell.text
            # A number typed into Excel is a number.
            sheet.cell(row, column, int(text) if text.isdecimal() and text[0] != "0" else text)
            if cell.rows > 1 or cell.columns > 1:
                sheet.merge_cells(start_row=row, start_column=column, end_row=row + cell.rows - 1,
                                  end_column=column + cell.columns - 1)
    book.save(path)


def write_ods(path, *tables):
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import CoveredTableCell, Table as OdfTable, TableCell, TableRow
    from odf.text import P
    document = OpenDocumentSpreadsheet()
    for index, table in enumerate(tables):
        made = OdfTable(name=f"Phụ lục {index + 1}")
        starts = {(cell.row, cell.column): cell for cell in table.cells}
        covered = {(cell.row + r, cell.column + c) for cell in table.cells
                   for r in range(cell.rows) for c in range(cell.columns)} - set(starts)
        for row in range(table.height):
            line = TableRow()
            for column in range(table.width):
                cell = starts.get((row, column))
                if (row, column) in covered:
                    line.addElement(CoveredTableCell())
                elif cell is None:
                    line.addElement(TableCell())
                else:
                    spans = {}
                    if cell.rows > 1 or cell.columns > 1:
                        spans = {"numberrowsspanned": cell.rows, "numbercolumnsspanned": cell.columns}
                    item = TableCell(valuetype="string", **spans)
                    for text in cell.text.split("\n"):
                        item.addElement(P(text=text))
                    line.addElement(item)
            made.addElement(line)
        # What spreadsheets write behind the last row.
        rest = TableRow(numberrowsrepeated=1048000)
        rest.addElement(TableCell(numbercolumnsrepeated=1024))
        made.addElement(rest)
        document.spreadsheet.addElement(made)
    document.save(path)


WRITERS = {"docx": write_docx, "xlsx": write_xlsx, "ods": write_ods}


# --- the five plans as their departments laid them out ---------------------------------------------


def read_plan(name):
    with open(os.path.join(PLANS, name), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def names(text):
    return [name for name in text.split("; ") if name]


def number_of(stt):
    """"III.1a" → ("III", "1", "a")."""
    prefix, number = stt.rsplit(".", 1)
    letter = number.lstrip("0123456789")
    return prefix, number[:len(number) - len(letter)], letter


def runs(rows, key):
    """The lengths of runs of neighbours with the same key."""
    lengths, last = [], object()
    for row in rows:
        if key(row) == last:
            lengths[-1] += 1
        else:
            lengths.append(1)
            last = key(row)
    return lengths


def put_merged(table, top, column, rows, text_of, key):
    """One column of a block of rows; neighbours with the same key are one cell."""
    at = 0
    for length in runs(rows, key):
        table.put(top + at, column, text_of(rows[at]), rows=length)
        at += length


def bulleted(row):
    """As plan 000 writes it: who leads says so, who helps says so, or all stand in a list."""
    lead, helps = names(row["chu_tri"]), names(row["phoi_hop"])
    if not helps:
        return f"{lead[0]}." if len(lead) == 1 else "\n".join(f"- {name}." for name in lead)
    if len(lead) > 1:
        first = [f"- {' phối hợp '.join(lead)} chủ trì."]
    else:
        first = [f"- {lead[0]} chủ trì."]
    if len(helps) == 1:
        return "\n".join(first + [f"- {helps[0]} phối hợp."])
    return "\n".join(first + [f"- {name}." for name in helps])


def in_words(row):
    """As plan 002 writes it: "A chủ trì, phối hợp với B", several leading units with commas."""
    lead, helps = ", ".join(names(row["chu_tri"])), ", ".join(names(row["phoi_hop"]))
    if not helps:
        return lead
    helps = helps[0].lower() + helps[1:] if helps.startswith("Các") else helps
    return f"{lead} chủ trì, phối hợp với {helps}" if "Phòng" in lead else f"{lead} phối hợp với {helps}"


def grouped(table, rows, columns, heading, repeat=None, header=None):
    """Rows under headings of groups; those that share a number are merged downwards."""
    group = None
    since = 0
    at = 0
    while at < len(rows):
        row = rows[at]
        prefix, number, letter = number_of(row["stt"])
        if (prefix, row["nhom"]) != group:
            group = (prefix, row["nhom"])
            heading(table, prefix, row["nhom"], len(columns))
        block = [other for other in rows[at:] if number_of(other["stt"])[:2] == (prefix, number)]
        block = block if letter else [row]
        if repeat and since >= repeat:
            table.add_row(*header)
            since = 0
        top = table.height
        for column, (text_of, key) in enumerate(columns):
            put_merged(table, top, column, block, text_of, key)
        since += len(block)
        at += len(block)
    return table


def own(name):
    return lambda row: row[name]


def always(_row):
    return 0


def never(row):
    return row["stt"]


def number(row):
    return number_of(row["stt"])[1]


def heading_two(table, prefix, text, width):
    row = table.height
    table.put(row, 0, prefix)
    table.put(row, 1, text, columns=width - 1)


def heading_one(table, prefix, text, width):
    table.put(table.height, 0, f"{prefix} {text}" if prefix != "TC" else text, columns=width)


def plan_000():
    table = Table()
    table.add_row("STT", "Nội dung công việc", "Kết quả công việc", "Phân công thực hiện",
                  "Thời gian thực hiện")
    columns = [(number, always), (own("noi_dung"), own("noi_dung")), (own("san_pham"), never),
               (bulleted, bulleted), (own("thoi_gian"), own("thoi_gian"))]
    return grouped(table, read_plan("000-kstthc-2022-stnmt-soctrang.csv"), columns, heading_two)


def plan_001():
    """No column of numbers: the group is a cell merged downwards, the contents are numbered."""
    rows = read_plan("001-cchc-2024-stnmt-soctrang.csv")
    table = Table()
    table.add_row("Nhiệm vụ\nchung", "Nhiệm vụ cụ thể", "Sản phẩm", "Đơn vị chủ trì",
                  "Đơn vị phối hợp", "Thời gian thực hiện")
    top = table.height
    put_merged(table, top, 0, rows, own("nhom"), own("nhom"))
    for row in rows:
        table.put(top, 1, f"{number(row)}. {row['noi_dung']}")
        table.put(top, 2, row["san_pham"])
        table.put(top, 3, "\n".join(names(row["chu_tri"])))
        table.put(top, 4, "\n".join(f"- {name}" for name in names(row["phoi_hop"])))
        table.put(top, 5, row["thoi_gian"])
        top += 1
    return table


def plan_002():
    table = Table()
    table.add_row("Số TT", "Nội dung công việc", "Kết quả công việc", "Phân công thực hiện",
                  "Thời gian thực hiện")
    columns = [(number, always), (own("noi_dung"), own("noi_dung")), (own("san_pham"), never),
               (in_words, never), (own("thoi_gian"), never)]
    return grouped(table, read_plan("002-kstthc-2021-stp-soctrang.csv"), columns, heading_one)


def plan_003():
    """The units come before the time, and there is a column of notes; years are the groups."""
    rows = read_plan("003-motcua-2022-stnmt-soctrang.csv")
    table = Table()
    table.add_row("TT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian\nthực hiện",
                  "Ghi chú")
    group = None
    for row in rows:
        if row["nhom"] != group:
            group = row["nhom"]
            table.put(table.height, 0, group, columns=6)
        stt = row["stt"] if row["stt"].startswith("TC") else number(row)
        table.add_row(stt, row["noi_dung"], row["chu_tri"].replace("; ", "\n"),
                      row["phoi_hop"].replace("; ", "\n"), row["thoi_gian"], "")
    return table


def series(text):
    """"Các phòng: A, B và C", as plan 004 writes it."""
    every = names(text)
    if len(every) < 3 or not all(name.startswith("Phòng ") for name in every):
        return ", ".join(every)
    every = [name[len("Phòng "):] for name in every]
    return f"Các phòng: {', '.join(every[:-1])} và {every[-1]}"


def plan_004():
    """Two rows of header with sub-columns, repeated after every ten rows; lead and coordinating
    units merged over neighbours."""
    rows = read_plan("004-kstthc-2022-skhdt-langson.csv")
    header = ("STT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian thực hiện")
    table = Table()
    table.put(0, 0, "STT", rows=2)
    table.put(0, 1, "NỘI DUNG CÔNG VIỆC", rows=2)
    table.put(0, 2, "Phân công thực hiện", columns=2)
    table.put(0, 4, "Thời gian thực hiện", rows=2)
    table.put(1, 2, "Chủ trì")
    table.put(1, 3, "Phối hợp")
    table.add_row("(1)", "(2)", "(3)", "(4)", "(5)")
    by_group = []
    for row in rows:
        prefix = number_of(row["stt"])[0]
        if not by_group or by_group[-1][0] != prefix:
            by_group.append((prefix, row["nhom"], []))
        by_group[-1][2].append(row)
    for index, (prefix, group, members) in enumerate(by_group):
        if index % 4 == 3:
            table.add_row(*header)
        if prefix == "TC":
            table.put(table.height, 0, group, columns=5)
        else:
            heading_two(table, prefix, group, 5)
        top = table.height
        columns = [(number, never), (own("noi_dung"), never), (own("chu_tri"), own("chu_tri")),
                   (lambda row: series(row["phoi_hop"]), own("phoi_hop")), (own("thoi_gian"), never)]
        for column, (text_of, key) in enumerate(columns):
            put_merged(table, top, column, members, text_of, key)
    return table


MADE = {
    "000-kstthc-2022-stnmt-soctrang.csv": (plan_000, "stnmt-soctrang"),
    "001-cchc-2024-stnmt-soctrang.csv": (plan_001, "stnmt-soctrang"),
    "002-kstthc-2021-stp-soctrang.csv": (plan_002, "stp-soctrang"),
    "003-motcua-2022-stnmt-soctrang.csv": (plan_003, "stnmt-soctrang"),
    "004-kstthc-2022-skhdt-langson.csv": (plan_004, "skhdt-langson"),
}
