/* The end of an attempt to deliver: the outbox row, the retry, the ledger. */
#ifndef ENGINE_DELIVER_H
#define ENGINE_DELIVER_H

#include "engine/engine.h"
#include "send/channel.h"

/* Records how the attempt of a claimed message (state sending) ended at `now`, and plans the next
 * one (schedule/retry; jitter: any random number). SEND_GONE also disables its endpoint and parks
 * what waits for it. One transaction with the ledger entry. ERR_NOT_FOUND: it is not in sending. */
int deliver_record(struct engine *engine, instant_t now, int64_t message,
                   const struct send_result *result, uint32_t jitter);

#endif
