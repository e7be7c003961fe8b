#include "model/reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"

void reading_init(struct reading *reading)
{
    *reading = (struct reading){.status = READING_UNDERSTOOD, .reason = READING_REASON_NONE};
}

void obligation_clear(struct obligation *obligation)
{
    if (obligation == NULL)
        return;
    free(obligation->label);
    free(obligation->event);
    free(obligation->reference);
    obligation->label = NULL;
    obligation->event = NULL;
    obligation->reference = NULL;
}

void reading_clear(struct reading *reading)
{
    if (reading == NULL)
        return;
    for (size_t i = 0; i < reading->count; i++)
        obligation_clear(&reading->obligations[i]);
    free(reading->obligations);
    free(reading->unread);
    reading_init(reading);
}

static int copy_text(const char *from, char **to)
{
    if (from == NULL)
        return 0;
    *to = strdup(from);
    return *to == NULL ? ERR_NOMEM : 0;
}

int obligation_copy(const struct obligation *from, struct obligation *to)
{
    struct obligation copy = {.rule = from->rule, .span = from->span};
    if (copy_text(from->label, &copy.label) < 0 || copy_text(from->event, &copy.event) < 0 ||
        copy_text(from->reference, &copy.reference) < 0) {
        obligation_clear(&copy);
        return ERR_NOMEM;
    }
    *to = copy;
    return 0;
}

const char *reading_status_name(enum reading_status status)
{
    switch (status) {
    case READING_UNDERSTOOD:
        return "understood";
    case READING_NEEDS_A_PERSON:
        return "needs_a_person";
    case READING_CONTRADICTORY:
        return "contradictory";
    }
    return "";
}

const char *reading_reason_text(enum reading_reason reason)
{
    switch (reason) {
    case READING_REASON_NONE:
        break;
    case READING_REASON_EMPTY:
        return _("Cột thời gian để trống.");
    case READING_REASON_UNREAD:
        return _("Có phần nói về thời gian chưa hiểu được; đề nghị ghi lại rõ hơn.");
    case READING_REASON_NO_PERIOD:
        return _("Ghi “định kỳ” nhưng không nói kỳ nào (tháng, quý, 6 tháng hay năm).");
    case READING_REASON_NO_TIME:
        return _("Không tìm thấy thời gian nào trong nội dung này.");
    case READING_REASON_ALTERNATIVE:
        return _("Ghi “hoặc” giữa hai thời hạn; cần người phụ trách chọn một.");
    case READING_REASON_TERM_OR_EARLIEST:
        return _("“Sau … ngày kể từ …” có thể là hạn cuối hoặc là ngày sớm nhất; cần xác định rõ.");
    case READING_REASON_PERIOD_ELSEWHERE:
        return _("Kỳ báo cáo được quy định ở văn bản khác; cần ghi rõ là tháng, quý hay năm.");
    case READING_REASON_NO_SUCH_DATE:
        return _("Ngày, tháng hoặc quý này không có trên lịch.");
    case READING_REASON_ENDS_BEFORE_START:
        return _("Thời điểm kết thúc sớm hơn thời điểm bắt đầu.");
    case READING_REASON_FAR_YEAR:
        return _("Năm ghi ở đây cách quá xa năm của kế hoạch.");
    case READING_REASON_TOO_LONG:
        return _("Nội dung cột thời gian quá dài nên không đọc.");
    case READING_REASON_TERM_BY_LAW:
        return _(
            "Thời hạn tính từ ngày liền sau ngày đã nêu; hết hạn vào ngày nghỉ thì kéo đến ngày "
            "làm việc kế tiếp.");
    case READING_REASON_DOUBLE_MARKER:
        return _("Ghi cả “chậm nhất” và “trước ngày”; được hiểu là trước ngày đó.");
    }
    return "";
}
