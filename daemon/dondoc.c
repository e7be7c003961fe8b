/* The command for officers and administrators: one table of subcommands. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "conf/conf.h"
#include "daemon/cli.h"
#include "daemon/paths.h"
#include "daemon/remote.h"

static int help(struct cli *cli, int argc, char **argv);

static const struct subcommand subcommands[] = {
    {"explain", N_("[--year NĂM|NĂM-NĂM] [--config TỆP] [--json] CÂU"),
     N_("một cụm từ chỉ thời gian nghĩa là gì"),
     N_("Đọc một ô “Thời gian thực hiện” như trong kế hoạch và cho biết: phần nào đã hiểu, phần "
        "nào\n"
        "chưa, cách viết chuẩn, và các hạn kế tiếp.\n\n"
        "  dondoc explain --year 2022 \"Trước ngày 19 của tháng cuối quý\""),
     cli_explain},
    {"calendar", N_("[--config TỆP] [--json] NĂM"), N_("lịch làm việc của một năm"),
     N_("Mỗi ngày một dòng: thứ, ngày âm lịch, làm việc hay nghỉ và vì sao."), cli_calendar},
    {"check", N_("[--config TỆP] [--json] [KẾ-HOẠCH.csv…]"),
     N_("xem lại từng dòng của các kế hoạch"),
     N_("Đọc các kế hoạch nêu trong cấu hình (hoặc tệp đã nêu) và cho biết mỗi dòng được hiểu thế\n"
        "nào, hạn nào, đơn vị nào, và dòng nào cần người xem. Không thay đổi gì."),
     cli_check},
    {"forecast", N_("--from NGÀY --to NGÀY [--live] [--config TỆP] [--json]"),
     N_("các thư sẽ gửi trong một khoảng thời gian"),
     N_("Chạy đúng phần mềm đang chạy thật trên đồng hồ giả: thư nào, ngày nào, gửi ai, về việc "
        "gì.\n"
        "Với --live: tiếp từ dữ liệu hiện có (việc đã xong, đã phát sinh, nhiệm vụ đã giao), chỉ "
        "đọc; cần quyền\n"
        "đọc tệp dữ liệu."),
     cli_forecast},
    {"import",
     N_("TỆP [--sheet TÊN] [--table SỐ] [--output KẾ-HOẠCH.csv] [--department CQ] [--config TỆP] "
        "[--json]"),
     N_("đọc bảng kế hoạch từ tệp Word, Excel, OpenDocument hoặc CSV"),
     N_("Đọc thẳng bảng trong tệp .docx, .xlsx, .ods hoặc .csv của cơ quan, cho xem lại từng dòng "
        "và\n"
        "những chỗ chưa chắc, rồi ghi tệp kế hoạch. Không có --output thì tệp kế hoạch đi ra "
        "đường\n"
        "ống. Với --department, tên đơn vị được tách theo danh sách của cơ quan trong cấu hình.\n\n"
        "  dondoc import \"Kế hoạch 2022.docx\" --output ke-hoach-2022.csv"),
     cli_import},
    {"import-edxml", N_("TỆP… [--dry-run] [--by AI] [--config TỆP] [--json]"),
     N_("nhận văn bản điện tử (edXML) của hệ thống quản lý văn bản"),
     N_("Văn bản gửi đến cơ quan mình có hạn xử lý (DueDate) thành nhiệm vụ của đơn vị mà cấu "
        "hình\n"
        "chỉ định; văn bản của cơ quan mình trả lời văn bản ấy (ResponseFor) ghi nhận hoàn thành;\n"
        "trạng thái 06 kết thúc, 13 hủy. Với --dry-run chỉ cho xem, không cần dondocd. Chữ ký số "
        "chỉ\n"
        "được báo là có hay không, không kiểm tra. Một văn bản nhận hai lần chỉ tính một."),
     cli_import_edxml},
    {"load", N_("[--dry-run] [--json]"), N_("đọc lại các kế hoạch, cho biết những gì thay đổi"),
     N_("Với --dry-run chỉ cho xem: dòng mới (+), đổi (~), rút (-), không thay đổi gì."), cli_load},
    {"list",
     N_("[--state T] [--department CQ] [--unit ĐV] [--plan KH] [--assigned] [--from NGÀY] "
        "[--to NGÀY] [--json]"),
     N_("các việc và trạng thái"),
     N_("Trạng thái: waiting (chờ văn bản), undated (chưa có hạn), upcoming (chưa đến hạn),\n"
        "due_soon (sắp đến hạn), overdue (quá hạn), done_on_time, done_late, withdrawn, exempt.\n"
        "Với --assigned: chỉ những nhiệm vụ phát sinh, không có trong kế hoạch."),
     cli_list},
    {"show", N_("VIỆC [--json]"), N_("một việc: nội dung, hạn, phần việc, đã báo ai"),
     N_("VIỆC là mã trong thư, hoặc tên kỳ như kstthc-2022/IX.1/quarter/2022-Q1."), cli_show},
    {"done",
     N_("VIỆC --document SỐ [--on NGÀY] [--note GHI-CHÚ] [--by AI] | --file KQ.csv [--dry-run]"),
     N_("ghi nhận đã hoàn thành"),
     N_("  dondoc done bxk4m2qp --document \"12/BC-STNMT\" --on 18/3/2022\n\n"
        "Nhiều việc một lúc: tệp CSV có các cột ma, so_ky_hieu, ngay (và ghi_chu); đúng cả thì "
        "ghi\n"
        "cả, sai một dòng thì không ghi dòng nào."),
     cli_done},
    {"ack", N_("VIỆC --note GHI-CHÚ [--by AI]"),
     N_("đơn vị đã phản hồi về việc quá hạn: thôi nhắc lại"),
     N_("Đơn vị không bị nhắc lại hằng ngày, hằng tuần nữa; cấp trên vẫn được báo khi đến mốc. Hết "
        "hiệu\n"
        "lực khi hạn thay đổi, khi kết quả bị trả lại hoặc việc được mở lại."),
     cli_ack},
    {"silence",
     N_("[list [--all] | add --until NGÀY --reason LÝ-DO [--department CQ] [--unit ĐV] [--plan KH] "
        "[--row KH/STT] | end SỐ] [--by AI] [--json]"),
     N_("tạm dừng nhắc một cơ quan, đơn vị, kế hoạch hoặc dòng"),
     N_("Không nhắc gì cho đến hết ngày nêu ra; mỗi lần không nhắc đều ghi vào sổ theo dõi. Sau đó "
        "tiếp\n"
        "tục nhắc từ mốc mới nhất.\n\n"
        "  dondoc silence add --unit phong-khtc --until 25/3/2022 --reason \"đoàn thanh tra làm "
        "việc\""),
     cli_silence},
    {"returned", N_("VIỆC --document SỐ --on NGÀY [--by AI]"),
     N_("kết quả bị trả lại: mở lại việc"), NULL, cli_returned},
    {"reopen", N_("VIỆC [--note GHI-CHÚ] [--by AI]"), N_("ghi nhầm: mở lại việc"), NULL,
     cli_reopen},
    {"extend", N_("VIỆC --to NGÀY --document SỐ [--by AI]"),
     N_("lùi hạn theo văn bản cho phép; hạn cũ vẫn lưu trong sổ"), NULL, cli_extend},
    {"exempt", N_("VIỆC --reason LÝ-DO [--by AI]"), N_("không phải thực hiện nữa"), NULL,
     cli_exempt},
    {"trigger", N_("KẾ-HOẠCH/STT --on NGÀY --document SỐ [--due NGÀY] [--again] [--by AI]"),
     N_("việc “khi có văn bản” bắt đầu"),
     N_("Hạn tính từ thời hạn ghi trong kế hoạch, hoặc --due; không có cả hai thì chưa có hạn. "
        "--on là ngày\n"
        "nhận văn bản hoặc ngày xảy ra sự kiện: thời hạn tính từ ngày liền sau. Một văn bản chỉ "
        "làm phát\n"
        "sinh một dòng một lần; đúng là phát sinh thêm thì thêm --again."),
     cli_trigger},
    {"date", N_("VIỆC --due NGÀY --document SỐ [--by AI]"),
     N_("ấn định hạn cho việc “theo kế hoạch, quy định …”"), NULL, cli_date},
    {"assign",
     N_("--unit ĐV --due NGÀY --document SỐ --content VIỆC [--on NGÀY] [--from NƠI-GỬI] [--product "
        "SP] "
        "[--coordinating ĐV] [--joint] [--department CQ] [--note GHI-CHÚ] [--again] [--by AI] "
        "[--json]"),
     N_("giao nhiệm vụ phát sinh trong năm, không có trong kế hoạch"),
     N_("Đơn vị ghi bằng mã hoặc tên, nhiều đơn vị cách nhau bằng “;” (mỗi đơn vị một phần việc; "
        "--joint:\n"
        "cùng làm một việc). Nhiệm vụ được nhắc, báo cấp trên, hoàn thành, lùi hạn như việc trong "
        "kế hoạch.\n\n"
        "  dondoc assign --unit phong-khtc --due 25/3/2022 --document 125/UBND-VX --on 1/3/2022 "
        "\\\n"
        "    --content \"Báo cáo tình hình sử dụng đất công\""),
     cli_assign},
    {"target",
     N_("[list [--plan KH] [--unit ĐV] [--department CQ] [--state T] [--on NGÀY] [--withdrawn] | "
        "show MÃ [--on NGÀY] | record MÃ --value SỐ --on NGÀY --document SỐ [--correct | --was "
        "NGÀY] | "
        "baseline MÃ --value SỐ --on NGÀY [--document SỐ] | import TỆP.csv [--correct] "
        "[--dry-run]] "
        "[--by AI] [--json]"),
     N_("các chỉ tiêu của kế hoạch: đang ở đâu, sẽ đến đâu; ghi số liệu"),
     N_("Số liệu ghi theo ngày chốt, kèm văn bản; số ghi sai thì ghi lại với --correct (sai ngày "
        "thì\n"
        "--was nêu ngày đã ghi), số cũ vẫn giữ.\n"
        "“baseline” ghi mốc ban đầu: chỉ tiêu tăng thêm (+) cần có mốc. “show” in mọi con số cần "
        "để\n"
        "tính lại bằng tay. Trạng thái: no_data (chưa có số liệu), on_track (đúng tiến độ), "
        "behind\n"
        "(chậm tiến độ), at_risk (có nguy cơ không đạt), met (đạt), missed (không đạt).\n\n"
        "  dondoc target record KQD2M4XP --value \"12,5 %\" --on 14/3/2022 --document "
        "12/BC-STNMT\n\n"
        "“import” đọc tệp CSV có các cột ma, gia_tri, ngay, so_ky_hieu (và loai: “mốc” hoặc “số "
        "đo”);\n"
        "đúng cả thì ghi cả, sai một dòng thì không ghi dòng nào."),
     cli_target},
    {"status", N_("[--json]"), N_("tình hình chung"), NULL, cli_status},
    {"ledger",
     N_("[--from NGÀY] [--to NGÀY] [--occurrence VIỆC] [--recipient ĐỊA-CHỈ] [--department CQ] "
        "[--unit ĐV] [--csv|--json] | verify [--state TỆP] [--known MỐC]"),
     N_("sổ theo dõi: đã báo ai, khi nào, bằng cách nào, bên nhận trả lời gì"),
     N_("Với --occurrence: mọi thông báo về việc đó (cả các phần việc), các thư đã mang thông báo "
        "và\n"
        "trả lời của bên nhận. VIỆC là mã trong thư, tên kỳ, hoặc KẾ-HOẠCH/STT cho cả dòng.\n"
        "--csv ghi bảng tính mở được bằng Excel.\n\n"
        "“verify” chứng minh sổ còn nguyên: không mục nào bị sửa, bớt, chen. In số mục và mã băm "
        "của\n"
        "mục cuối; ghi lại mốc ấy ở nơi khác, lần sau kiểm tra bằng --known. --state đọc thẳng "
        "một\n"
        "tệp dữ liệu hoặc bản sao lưu, không cần dondocd."),
     cli_ledger},
    {"report",
     N_("--from NGÀY --to NGÀY [--by month|quarter] [--department CQ] [--unit ĐV] "
        "[--format text|csv|html] [--json]"),
     N_("kết quả thực hiện trong một khoảng thời gian, theo đơn vị"),
     N_("Tổng số = hoàn thành (đúng hạn, quá hạn) + đang thực hiện (trong hạn, quá hạn). Tính "
        "những việc\n"
        "có hạn (sau khi lùi) trong khoảng đó; bị trả lại thì là chưa xong; kèm các lần lùi hạn và "
        "văn\n"
        "bản cho phép. Việc được miễn để riêng, không tính vào tổng số."),
     cli_report},
    {"bounce", N_("[--json] < THƯ"), N_("đọc một thư bị trả về từ đầu vào chuẩn"),
     N_("Cho thư tới địa chỉ gửi đến tài khoản dondoc, ví dụ trong /etc/aliases:\n\n"
        "  dondoc.so: dondoc\n\n"
        "và ghi một dòng vào /var/lib/dondoc/.forward (chủ sở hữu là tài khoản dondoc):\n\n"
        "  |/usr/bin/dondoc bounce\n\n"
        "Không viết lệnh ấy ngay trong /etc/aliases: máy chủ thư sẽ chạy nó bằng tài khoản "
        "nobody,\n"
        "không được phép hỏi dondocd.\n\n"
        "Thư mà máy chủ đã nhận rồi trả lại (RFC 3464) được ghi vào sổ; thư hẳn là không đến thì\n"
        "tính là không gửi được và báo cho Văn phòng. Thư khác không thay đổi gì. Mã kết thúc: 0 "
        "đã\n"
        "xử lý; 75 tạm thời chưa được (dondocd không chạy), máy chủ thư sẽ thử lại."),
     cli_bounce},
    {"outbox", N_("[list [--state T] | retry SỐ | drop SỐ] [--json]"), N_("thư chờ gửi và đã gửi"),
     NULL, cli_outbox},
    {"incoming",
     N_("[list [--all] | show SỐ | accept SỐ [--occurrence VIỆC] [--unit ĐV] [--due NGÀY] | "
        "reject SỐ --reason LÝ-DO | secret] [--by AI] [--json]"),
     N_("tin từ hệ thống khác (webhook, edXML) chờ quyết định"),
     N_("Tin chắc chắn về một việc được ghi nhận ngay; tin chưa chắc thì chờ Văn phòng: accept ghi "
        "nhận\n"
        "cho việc nêu ra (văn bản đến: giao cho đơn vị), reject bỏ qua. Văn phòng được báo trong "
        "thư.\n"
        "secret in ra một khóa mới để bên gửi ký và dondocd kiểm tra (chỉ dondocd được đọc tệp "
        "này):\n\n"
        "  dondoc incoming secret | install -m 640 -g dondoc /dev/stdin \\\n"
        "      /etc/dondoc/eoffice-in.secret"),
     cli_incoming},
    {"endpoint",
     N_("[list | enable TÊN | disable TÊN [--reason LÝ-DO]] [--by AI] [--json] | "
        "preview TÊN [--type LOẠI] [--least] [--json]"),
     N_("các nơi nhận webhook; ngừng gửi, gửi lại; xem trước nội dung gửi"),
     N_("Nơi nhận trả lời 410 thì bị ngừng; thư gửi tới đó được giữ lại cho đến khi enable.\n"
        "preview in ra yêu cầu HTTP sẽ gửi cho từng loại tin, với dữ liệu giả: đủ mọi trường, "
        "hoặc\n"
        "(--least) chỉ các trường luôn có. Không cần dondocd."),
     cli_endpoint},
    {"test-notify", N_("ĐV [--department CQ] [--by AI] [--json]"),
     N_("gửi thử một thư, một tin webhook đến một đơn vị"),
     N_("Gửi ngay, bất kể giờ làm việc, đến mọi địa chỉ thư của đơn vị và mọi endpoint nghe về đơn "
        "vị ấy\n"
        "(tin loại test). Không liên quan đến việc nào."),
     cli_test_notify},
    {"backup", N_("TỆP"), N_("sao lưu dữ liệu trong khi dondocd đang chạy"), NULL, cli_backup},
    {"config", N_("check [--config TỆP] | describe"), N_("kiểm tra tệp cấu hình; mô tả mọi khóa"),
     N_("Đọc tệp cấu hình và mọi tệp nó nhắc đến; nêu từng chỗ sai kèm cách sửa."), cli_config},
    {"help", N_("[LỆNH]"), N_("trợ giúp"), NULL, help},
};

#define SUBCOMMAND_COUNT (sizeof(subcommands) / sizeof(subcommands[0]))

static const struct subcommand *find(const char *name)
{
    for (size_t i = 0; i < SUBCOMMAND_COUNT; i++) {
        if (strcmp(subcommands[i].name, name) == 0) {
            return &subcommands[i];
        }
    }
    return NULL;
}

static int unknown(struct cli *cli, const char *name)
{
    const char *nearest = NULL;
    int best = 3;
    for (size_t i = 0; i < SUBCOMMAND_COUNT; i++) {
        int distance = utf8_distance(name, subcommands[i].name, best);
        if (distance < best) {
            best = distance;
            nearest = subcommands[i].name;
        }
    }
    cli_fail(cli, _("không có lệnh “%s”"), name);
    if (nearest != NULL) {
        fprintf(cli->err, _("Có phải “%s”?\n"), nearest);
    }
    fprintf(cli->err, _("Các lệnh: dondoc help\n"));
    return CLI_USAGE;
}

static int help_one(struct cli *cli, const struct subcommand *command)
{
    fprintf(cli->out, _("Cách dùng: dondoc %s %s\n\n%s.\n"), command->name, _(command->words),
            _(command->summary));
    if (command->details != NULL) {
        fprintf(cli->out, "\n%s\n", _(command->details));
    }
    return CLI_DONE;
}

static int help(struct cli *cli, int argc, char **argv)
{
    if (argc > 1) {
        const struct subcommand *command = find(argv[1]);
        return command != NULL ? help_one(cli, command) : unknown(cli, argv[1]);
    }
    fputs(
        _("dondoc – theo dõi, đôn đốc thực hiện kế hoạch\n\nCách dùng: dondoc LỆNH [tham số]\n\n"),
        cli->out);
    for (size_t i = 0; i < SUBCOMMAND_COUNT; i++) {
        fprintf(cli->out, "  %-12s %s\n", subcommands[i].name, _(subcommands[i].summary));
    }
    fputs(_("\nTùy chọn chung: --config TỆP, --json, --lang vi|en. Chi tiết: dondoc help LỆNH\n"),
          cli->out);
    return CLI_DONE;
}

static size_t terminal_width(void)
{
    struct winsize size;
    if (!isatty(STDOUT_FILENO)) {
        return 140;
    }
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) {
        return size.ws_col;
    }
    return 80;
}

/* The value of the option at argv[*i], as `name value` or `name=value`, or NULL when it is another;
 * *i moves to its last word. */
static const char *option_value(int argc, char **argv, int *i, const char *name)
{
    size_t len = strlen(name);
    if (strncmp(argv[*i], name, len) != 0) {
        return NULL;
    }
    if (argv[*i][len] == '=') {
        return argv[*i] + len + 1;
    }
    return argv[*i][len] == '\0' && *i + 1 < argc ? argv[++*i] : NULL;
}

/* Takes out of argv what may also stand before the subcommand: --lang anywhere, --config and --json
 * in front. */
static const char *take_common(struct cli *cli, int *argc, char **argv)
{
    const char *language = getenv("DONDOC_LANG");
    int kept = 1;
    for (int i = 1; i < *argc; i++) {
        const char *value = NULL;
        if (strcmp(argv[i], "--") == 0) {
            while (i < *argc) {
                argv[kept++] = argv[i++];
            }
        } else if ((value = option_value(*argc, argv, &i, "--lang")) != NULL) {
            language = value;
        } else if (kept == 1 && (value = option_value(*argc, argv, &i, "--config")) != NULL) {
            cli->config = value;
        } else if (kept == 1 && strcmp(argv[i], "--json") == 0) {
            cli->json = true;
        } else {
            argv[kept++] = argv[i];
        }
    }
    *argc = kept;
    argv[kept] = NULL;
    return language;
}

/* The config that a command will read, wherever among its words it is named. */
static const char *named_config(const struct cli *cli, int argc, char **argv, struct buf *buf)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const char *value = option_value(argc, argv, &i, "--config");
        if (value != NULL) {
            return value;
        }
    }
    if (cli->config != NULL) {
        return cli->config;
    }
    return paths_config(buf) == 0 ? buf_str(buf) : "";
}

/* Who names no language is spoken to in that of his department. */
static void speak_as_configured(const struct cli *cli, int argc, char **argv)
{
    struct buf buf;
    char *language = NULL;
    buf_init(&buf, 8192);
    const char *path = named_config(cli, argc, argv, &buf);
    if (*path != '\0' && conf_language(path, &language) == 0) {
        (void)i18n_use(language);
    }
    free(language);
    buf_clear(&buf);
}

int main(int argc, char **argv)
{
    struct cli cli = {.out = stdout, .err = stderr, .width = terminal_width()};
    struct buf locale;
    buf_init(&locale, 8192);
    const char *language = take_common(&cli, &argc, argv);
    clock_init_real(&cli.clock);
    cli.color = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
    cli.progress = isatty(STDERR_FILENO);
    int err = i18n_init(language, paths_locale(&locale));
    buf_clear(&locale);
    if (err < 0) {
        cli_fail(&cli, _("không có ngôn ngữ “%s”; có vi và en"), language);
        return CLI_USAGE;
    }
    if (language == NULL) {
        speak_as_configured(&cli, argc, argv);
    }
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        help(&cli, 1, argv);
        return argc < 2 ? CLI_USAGE : CLI_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts(PACKAGE_STRING);
        return CLI_DONE;
    }
    if (strcmp(argv[1], "--config") == 0 || strcmp(argv[1], "--lang") == 0) {
        cli_fail(&cli, _("%s cần một giá trị"), argv[1]);
        return CLI_USAGE;
    }
    const struct subcommand *command = find(argv[1]);
    if (command == NULL) {
        return unknown(&cli, argv[1]);
    }
    if (argc > 2 && (strcmp(argv[2], "--help") == 0 || strcmp(argv[2], "-h") == 0)) {
        return help_one(&cli, command);
    }
    cli.command = command;
    return command->run(&cli, argc - 1, argv + 1);
}
