#include <stdio.h>

int main(void)
{
    puts("dondoc " PACKAGE_VERSION);
    return 0;
}
