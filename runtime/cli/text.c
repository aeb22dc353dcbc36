// SPDX-License-Identifier: Apache-2.0
/* Messages, memory and text that must fit. */
#include "cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void say(const char *format, va_list arguments)
{
	fputs("vibrissa: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
}

void complain(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
}

_Noreturn void fail(int code, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
	exit(code);
}

size_t format_text(char *to, size_t size, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(to, size, format, arguments);
	va_end(arguments);
	if (length < 0 || (size_t)length >= size)
		fail(EXIT_USAGE, "a name or path is too long: %.60s...", to);
	return (size_t)length;
}

void *need_memory(void *memory)
{
	if (!memory)
		fail(EXIT_FAILED, "out of memory");
	return memory;
}
