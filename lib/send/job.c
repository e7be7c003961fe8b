#include "lib/send/job.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"

void job_init(struct send_job *job, const struct send_request *request, send_done_fn done,
              void *arg)
{
    *job = (struct send_job){.request = request, .done = done, .arg = arg};
}

static bool is_blank(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || utf8_is_space(code);
}

/* Copies what a person can read of the text, on one line. */
static void text_clean(const char *text, size_t len, char out[static SEND_TEXT_SIZE])
{
    size_t used = 0;
    bool gap = false;
    for (size_t chars = 0; len > 0 && chars < SEND_TEXT_CHARS;) {
        uint32_t code;
        int size = utf8_decode(text, len, &code);
        if (size <= 0) {
            code = '?';
            size = 1;
        }
        text += size;
        len -= (size_t)size;
        if (is_blank(code)) {
            gap = used > 0;
            continue;
        }
        char encoded[UTF8_CHAR_SIZE];
        size_t width = (size_t)utf8_encode(code, encoded);
        if (used + gap + width >= SEND_TEXT_SIZE || chars + gap >= SEND_TEXT_CHARS) {
            break;
        }
        if (gap) {
            out[used++] = ' ';
        }
        memcpy(out + used, encoded, width);
        used += width;
        chars += 1U + gap;
        gap = false;
    }
    out[used] = '\0';
}

void result_set(struct send_result *result, enum send_outcome outcome, int code, const char *text)
{
    result->outcome = outcome;
    result->code = code;
    result->unreachable = false;
    result->retry_after_ms = -1;
    result->duration_ms = 0;
    text_clean(text, strlen(text), result->text);
}

void result_format(struct send_result *result, enum send_outcome outcome, int code,
                   const char *format, ...)
{
    char text[2 * SEND_TEXT_SIZE];
    va_list args;
    va_start(args, format);
    if (vsnprintf(text, sizeof(text), format, args) < 0) {
        text[0] = '\0';
    }
    va_end(args);
    result_set(result, outcome, code, text);
}

void job_answer(const struct send_job *job, struct send_result *result)
{
    result->duration_ms = job->started ? clock_monotonic() - job->started : 0;
    job->done(result, job->arg);
}

int channel_send(struct channel *channel, const struct send_request *request, send_done_fn done,
                 void *arg, struct send_job **job)
{
    return channel->ops->send(channel, request, done, arg, job);
}

void channel_cancel(struct channel *channel, struct send_job *job)
{
    channel->ops->cancel(channel, job);
}

void channel_free(struct channel *channel)
{
    if (channel) {
        channel->ops->destroy(channel);
    }
}
