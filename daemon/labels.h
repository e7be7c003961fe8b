/* The words of the wire and of the ledger as an officer reads them, in the language of the process. */
#ifndef DAEMON_LABELS_H
#define DAEMON_LABELS_H

#include <jansson.h>

#include "base/buf.h"

/* A stage's name: "before_3" is "trước hạn 3 ngày làm việc". An unknown one as it is. Appends;
 * returns 0, ERR_LIMIT or ERR_NOMEM, like all here that append. */
int label_stage(const char *name, struct buf *out);
/* The kind of a ledger entry, the state of a message; static, an unknown one as it is. */
const char *label_entry(const char *kind);
const char *label_message_state(const char *state);
/* Who changed something: "link:a@b" is "a@b (liên kết trong thư)"; others as they are. Appends. */
int label_author(const char *author, struct buf *out);
/* "email" is "thư điện tử". */
const char *label_channel(const char *channel);
/* Counts of targets by state: "chưa có số liệu 2, đúng tiến độ 1"; nothing when there are none. */
int label_targets(const json_t *counts, struct buf *out);
/* The detail of a ledger entry: "mốc: trước hạn 3 ngày làm việc; hạn: 18/03/2022". */
int label_detail(const json_t *detail, struct buf *out);
/* "2022-03-16T07:30:00+07:00" as "16/03/2022 07:30:00"; what is no instant as it is. */
int label_instant(const char *text, struct buf *out);

#endif
