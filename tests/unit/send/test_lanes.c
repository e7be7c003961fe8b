#include "tests.h"

#include <string.h>

#include "lib/send/lanes.h"

static struct lanes *make(size_t total, size_t per_lane, size_t unproven)
{
    struct lanes *lanes = NULL;
    assert_int_equal(lanes_new(total, per_lane, unproven, &lanes), 0);
    return lanes;
}

static void push(struct lanes *lanes, const char *key, struct lane_item *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(lanes_push(lanes, key, strlen(key), &items[i]), 0);
    }
}

static size_t start_all(struct lanes *lanes, struct lane_item **started)
{
    size_t count = 0;
    struct lane_item *item;
    while ((item = lanes_next(lanes))) {
        started[count++] = item;
    }
    return count;
}

static void prove(struct lanes *lanes, const char *key)
{
    struct lane_item item = {.lane = NULL};
    push(lanes, key, &item, 1);
    assert_ptr_equal(lanes_next(lanes), &item);
    lanes_finish(lanes, &item, true);
}

static void check_ceilings(void **state)
{
    (void)state;
    struct lanes *lanes = make(10, 3, 4);
    struct lane_item items[8][5] = {{{.lane = NULL}}};
    struct lane_item *started[40];
    /* Unproven: one each, four in all. */
    for (size_t i = 0; i < 8; i++) {
        char key[2] = {(char)('a' + i), '\0'};
        push(lanes, key, items[i], 5);
    }
    assert_int_equal(start_all(lanes, started), 4);
    for (size_t i = 0; i < 4; i++) {
        assert_ptr_equal(started[i], &items[i][0]);
    }
    /* Two answer: three each for them, and two places for the others. */
    lanes_finish(lanes, started[0], true);
    lanes_finish(lanes, started[1], true);
    struct lane_item *more[40];
    assert_int_equal(start_all(lanes, more), 8);
    /* Ten in all are under way now. */
    lanes_finish(lanes, started[2], true);
    assert_int_equal(start_all(lanes, more), 1);
    lanes_free(lanes);
}

static void check_one_at_a_time_until_it_answers(void **state)
{
    (void)state;
    struct lanes *lanes = make(10, 3, 4);
    struct lane_item items[5] = {{.lane = NULL}};
    struct lane_item *started[5];
    push(lanes, "a", items, 5);
    assert_int_equal(start_all(lanes, started), 1);
    lanes_finish(lanes, started[0], false);
    assert_int_equal(start_all(lanes, started), 1);
    lanes_finish(lanes, started[0], true);
    assert_int_equal(start_all(lanes, started), 3);
    lanes_free(lanes);
}

static void check_fairness(void **state)
{
    (void)state;
    struct lanes *lanes = make(2, 2, 2);
    prove(lanes, "many");
    prove(lanes, "few");
    struct lane_item many[10] = {{.lane = NULL}};
    struct lane_item few[2] = {{.lane = NULL}};
    push(lanes, "many", many, 10);
    push(lanes, "few", few, 2);
    assert_ptr_equal(lanes_next(lanes), &many[0]);
    assert_ptr_equal(lanes_next(lanes), &few[0]);
    assert_null(lanes_next(lanes));
    lanes_finish(lanes, &many[0], true);
    assert_ptr_equal(lanes_next(lanes), &many[1]);
    lanes_finish(lanes, &many[1], true);
    assert_ptr_equal(lanes_next(lanes), &few[1]);
    lanes_free(lanes);
}

static void check_new_ones_are_not_starved(void **state)
{
    (void)state;
    struct lanes *lanes = make(1, 1, 1);
    prove(lanes, "old");
    struct lane_item old[10] = {{.lane = NULL}};
    struct lane_item fresh = {.lane = NULL};
    push(lanes, "old", old, 10);
    push(lanes, "new", &fresh, 1);
    for (size_t i = 0;; i++) {
        assert_true(i < 3);
        struct lane_item *item = lanes_next(lanes);
        assert_non_null(item);
        bool was_fresh = item == &fresh;
        lanes_finish(lanes, item, true);
        if (was_fresh) {
            break;
        }
    }
    lanes_free(lanes);
}

static void check_failure_takes_the_proof_back(void **state)
{
    (void)state;
    struct lanes *lanes = make(8, 4, 4);
    prove(lanes, "a");
    struct lane_item items[8] = {{.lane = NULL}};
    push(lanes, "a", items, 8);
    struct lane_item *started[8];
    assert_int_equal(start_all(lanes, started), 4);
    struct lane *lane = items[0].lane;
    lanes_finish(lanes, started[0], false);
    assert_null(lanes_next(lanes));
    /* Others are under way still: what waits is not given back. */
    assert_null(lanes_take(lanes, lane));
    for (size_t i = 1; i < 4; i++) {
        lanes_finish(lanes, started[i], false);
    }
    for (size_t i = 4; i < 8; i++) {
        assert_ptr_equal(lanes_take(lanes, lane), &items[i]);
    }
    assert_null(lanes_take(lanes, lane));
    assert_null(lanes_next(lanes));
    lanes_free(lanes);
}

static void check_removal(void **state)
{
    (void)state;
    struct lanes *lanes = make(2, 2, 2);
    prove(lanes, "a");
    struct lane_item items[4] = {{.lane = NULL}};
    push(lanes, "a", items, 4);
    assert_ptr_equal(lanes_next(lanes), &items[0]);
    assert_ptr_equal(lanes_next(lanes), &items[1]);
    lanes_remove(lanes, &items[2]);
    lanes_remove(lanes, &items[0]);
    assert_ptr_equal(lanes_next(lanes), &items[3]);
    assert_null(lanes_next(lanes));
    lanes_remove(lanes, &items[0]); /* in no lane any more: nothing */
    lanes_free(lanes);
    lanes_free(NULL);
}

static void check_many_lanes(void **state)
{
    (void)state;
    enum { MANY = 6000 };
    static struct lane_item items[MANY];
    struct lanes *lanes = make(16, 4, 16);
    for (int i = 0; i < MANY; i++) {
        char key[32];
        int len = snprintf(key, sizeof(key), "host-%d.example.org:443", i);
        assert_int_equal(lanes_push(lanes, key, (size_t)len, &items[i]), 0);
    }
    size_t done = 0;
    struct lane_item *started[16];
    size_t count;
    while ((count = start_all(lanes, started)) > 0) {
        assert_true(count <= 16);
        for (size_t i = 0; i < count; i++) {
            lanes_finish(lanes, started[i], i % 2 == 0);
            done++;
        }
    }
    assert_int_equal(done, MANY);
    lanes_free(lanes);
}

int test_lanes(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_ceilings),
        cmocka_unit_test(check_one_at_a_time_until_it_answers),
        cmocka_unit_test(check_fairness),
        cmocka_unit_test(check_new_ones_are_not_starved),
        cmocka_unit_test(check_failure_takes_the_proof_back),
        cmocka_unit_test(check_removal),
        cmocka_unit_test(check_many_lanes),
    };
    return cmocka_run_group_tests_name("lanes", tests, NULL, NULL);
}
