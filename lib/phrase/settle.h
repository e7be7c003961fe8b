/* Words whose plain letters stand for several: which one it is, by its neighbours. */
#ifndef LIB_PHRASE_SETTLE_H
#define LIB_PHRASE_SETTLE_H

#include "lib/phrase/lex.h"

void settle_words(struct lexed *lexed);

#endif
