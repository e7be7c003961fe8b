/* Invented events: what a template is tried with, and what an administrator is shown. */
#include "render/event.h"

#define SENT INT64_C(1647563400000) /* 18/3/2022 07:30 in Việt Nam */
#define DUE 19069                   /* 18/3/2022 */

static const struct event_target target_full = {.id = "cchc-2024/I.1/target/dvc",
                                                .indicator = "Tỷ lệ hồ sơ trực tuyến",
                                                .comparator = ">=",
                                                .value = "80",
                                                .goal = "80",
                                                .measure = "%",
                                                .state = "at_risk",
                                                .old_state = "on_track",
                                                .latest = "41.5",
                                                .latest_day = DUE - 4,
                                                .required = "48.2",
                                                .projected = "66",
                                                .gap = "38.5",
                                                .weekly = "0.94",
                                                .weeks_left = "41.1",
                                                .due = DUE + 288};
static const struct event_target target_least = {.id = "cchc-2024/I.1/target/dvc",
                                                 .state = "no_data",
                                                 .latest_day = DAY_NONE,
                                                 .due = DAY_NONE};

static const struct event_delivery delivery_full = {
    .message = "1a2b3c@dondoc.example.org",
    .channel = "email",
    .recipient = "phong-khtc@example.org",
    .subject = "[Nhắc việc] 2 việc sắp đến hạn",
    .outcome = "failed",
    .attempts = 31,
    .code = 550,
    .reply = "550 5.1.1 No such \"user\" <here>",
    .since = SENT - INT64_C(5) * 86400000,
};
static const struct event_delivery delivery_least = {.message = "msg_1a2b3c",
                                                     .channel = "webhook",
                                                     .recipient = "endpoint:khac",
                                                     .outcome = "failed",
                                                     .attempts = 1,
                                                     .since = SENT};

static const char *const lead = "Văn phòng Sở; Phòng Kế hoạch - Tài chính";
static const char *const coordinating = "Thanh tra Sở";

/* What type it is says in which state, and at which stage, the occurrence is. */
static const struct stage stages[EVENT_TYPES] = {
    [EVENT_OPENED] = {STAGE_OPENING, 0},
    [EVENT_HALF_WAY] = {STAGE_HALF, 0},
    [EVENT_DUE_SOON] = {STAGE_BEFORE, 3},
    [EVENT_DUE_TODAY] = {STAGE_DUE, 0},
    [EVENT_OVERDUE] = {STAGE_OVERDUE, 2},
    [EVENT_ESCALATED] = {STAGE_ESCALATION, 1},
    [EVENT_COLLECTING] = {STAGE_COLLECT, 0},
    [EVENT_LISTED] = {STAGE_MONTHLY, 0},
    [EVENT_NEEDS_PERSON] = {STAGE_NEEDS_PERSON, 0},
};

static enum occurrence_state state_of(enum event_type type)
{
    switch (type) {
    case EVENT_DISCHARGED:
        return STATE_DONE_LATE;
    case EVENT_WITHDRAWN:
        return STATE_WITHDRAWN;
    case EVENT_EXEMPTED:
        return STATE_EXEMPT;
    case EVENT_OVERDUE:
    case EVENT_ESCALATED:
        return STATE_OVERDUE;
    case EVENT_OPENED:
    case EVENT_HALF_WAY:
    case EVENT_DUE_SOON:
    case EVENT_DUE_TODAY:
    case EVENT_COLLECTING:
    case EVENT_LISTED:
    case EVENT_NEEDS_PERSON:
    case EVENT_REOPENED:
    case EVENT_RETURNED:
    case EVENT_EXTENDED:
    case EVENT_RESCHEDULED:
    case EVENT_TRIGGERED:
    case EVENT_TARGET_CHANGED:
    case EVENT_DELIVERY_FAILED:
    case EVENT_TROUBLE:
    case EVENT_TEST:
        break;
    }
    return STATE_DUE_SOON;
}

/* Each state has a place of its own that lasts. */
static const enum occurrence_state states[] = {STATE_WAITING,   STATE_UNDATED,   STATE_UPCOMING,
                                               STATE_DUE_SOON,  STATE_OVERDUE,   STATE_DONE_ON_TIME,
                                               STATE_DONE_LATE, STATE_WITHDRAWN, STATE_EXEMPT};

static bool needs_due(enum event_type type)
{
    return (type >= EVENT_HALF_WAY && type <= EVENT_COLLECTING) || type == EVENT_EXTENDED;
}

static void fill_days(enum event_type type, bool full, struct event *out)
{
    bool moved = type == EVENT_EXTENDED || type == EVENT_RESCHEDULED;
    if (full || needs_due(type)) {
        out->due = DUE;
        out->act_by = DUE;
        out->days_left = 3;
    }
    if (moved && (full || type == EVENT_EXTENDED)) {
        out->old_due = DUE - 7;
    }
    if (full) {
        out->start = DUE - 60;
        out->plan_issued = DUE - 65;
        out->period = (struct period){.kind = PERIOD_QUARTER, .year = 2022, .index = 1};
    }
}

/* Done by somebody, with a paper. */
static void fill_act(enum event_type type, bool full, struct event *out)
{
    bool act = type >= EVENT_DISCHARGED && type <= EVENT_EXEMPTED;
    bool paper = type == EVENT_RETURNED || type == EVENT_EXTENDED;
    if (act) {
        out->author = "vanphong";
    }
    if ((full && (act || type == EVENT_OPENED)) || paper) {
        out->document = "12/BC-STNMT";
    }
    if (full || type == EVENT_DISCHARGED || type == EVENT_RETURNED) {
        out->document_day = DUE - 3;
    }
}

static void fill_occurrence(enum event_type type, bool full, struct event *out)
{
    out->occurrence =
        type == EVENT_NEEDS_PERSON ? "kstthc-2022/IX.1" : "kstthc-2022/IX.1/quarter/2022-Q1";
    out->role = ROLE_LEAD;
    out->unit = "van-phong";
    out->plan = "kstthc-2022";
    out->stt = "IX.1";
    out->content = "Báo cáo \"kiểm soát\" thủ tục hành chính & <cải cách>\nđịnh kỳ";
    out->lead = &lead;
    out->lead_count = 1;
    out->state = type == EVENT_NEEDS_PERSON ? NULL : &states[state_of(type)];
    if (stages[type].kind != STAGE_OPENING || (full && type == EVENT_OPENED)) {
        out->stage = &stages[type];
    }
    fill_days(type, full, out);
    fill_act(type, full, out);
    if (full) {
        out->parent = "kstthc-2022/IX.1/quarter/2022";
        out->unit_name = "Văn phòng Sở";
        out->plan_number = "05/KH-STNMT";
        out->plan_title = "Kế hoạch kiểm soát thủ tục hành chính năm 2022";
        out->group = "IX. Chế độ báo cáo";
        out->product = "Báo cáo";
        out->label = "quý";
        out->time_phrase = "trước ngày 19 của tháng cuối quý";
        out->coordinating = &coordinating;
        out->coordinating_count = 1;
        out->remark = "Được lùi hạn đến ngày 18/3/2022 theo văn bản 21/UBND-VX.";
    }
}

void event_sample(enum event_type type, bool full, struct event *out)
{
    event_init(out);
    out->id = "msg_5n2kq7v3xw6z4b2c7d3f";
    out->source = "urn:dondoc:stnmt";
    out->type = type;
    out->time = SENT;
    out->offset = 420;
    out->department = "stnmt";
    out->department_name = full ? "Sở Tài nguyên và Môi trường" : NULL;
    if (type < EVENT_TARGET_CHANGED) {
        fill_occurrence(type, full, out);
    } else if (type == EVENT_TARGET_CHANGED) {
        out->target = full ? &target_full : &target_least;
        out->unit = full ? "van-phong" : NULL;
        out->unit_name = full ? "Văn phòng Sở" : NULL;
        out->plan = full ? "cchc-2024" : NULL;
        out->plan_title = full ? "Kế hoạch cải cách hành chính" : NULL;
        out->stt = full ? "I.1" : NULL;
        out->content = full ? "Dịch vụ công trực tuyến" : NULL;
    } else if (type == EVENT_DELIVERY_FAILED) {
        out->delivery = full ? &delivery_full : &delivery_least;
    } else {
        out->remark = "Đĩa chứa dữ liệu của dondoc sắp đầy.";
    }
}
