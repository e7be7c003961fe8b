#include "tests/unit/render/test_render.h"

int main(void)
{
    int failed = test_template();

    failed += test_template_spec();
    return failed ? 1 : 0;
}
