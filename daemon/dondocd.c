#include <stdio.h>

int main(void)
{
    puts("dondocd " PACKAGE_VERSION);
    return 0;
}
