// SPDX-License-Identifier: Apache-2.0
/* The first frame: who asks for what, from where. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

extern char **environ;

/* The length of the UTF-8 character at c, 0 when it is none. */
static int utf8_length(const unsigned char *c)
{
	int length, i;

	if (c[0] < 0x80)
		return 1;
	if (c[0] >= 0xc2 && c[0] < 0xe0)
		length = 2;
	else if (c[0] >= 0xe0 && c[0] < 0xf0)
		length = 3;
	else if (c[0] >= 0xf0 && c[0] < 0xf5)
		length = 4;
	else
		return 0;
	for (i = 1; i < length; i++)
		if ((c[i] & 0xc0) != 0x80)
			return 0;
	if ((c[0] == 0xe0 && c[1] < 0xa0) || (c[0] == 0xed && c[1] >= 0xa0) ||
	    (c[0] == 0xf0 && c[1] < 0x90) || (c[0] == 0xf4 && c[1] >= 0x90))
		return 0;
	return length;
}

static void put_string(FILE *to, const char *text, const char *what)
{
	const unsigned char *c = (const unsigned char *)text;
	int length;

	fputc('"', to);
	for (; *c; c += length) {
		length = utf8_length(c);
		if (length == 0)
			fail(EXIT_USAGE, "%s is not UTF-8: %s", what, text);
		if (*c == '"' || *c == '\\')
			fprintf(to, "\\%c", *c);
		else if (*c < 0x20)
			fprintf(to, "\\u%04x", *c);
		else
			fwrite(c, 1, (size_t)length, to);
	}
	fputc('"', to);
}

static void put_environment(FILE *to)
{
	bool first = true;
	char **entry;

	for (entry = environ; *entry; entry++) {
		char *name = *entry;
		char *equals = strchr(name, '=');

		if (strncmp(name, "VIBRISSA_", 9) != 0 || !equals)
			continue;
		fputs(first ? "" : ",", to);
		first = false;
		name = need_memory(strndup(name, (size_t)(equals - name)));
		put_string(to, name, "an environment variable's name");
		fputc(':', to);
		put_string(to, equals + 1, name);
		free(name);
	}
}

char *hello_json(const struct request *request)
{
	char *json = NULL;
	size_t size = 0;
	FILE *to = need_memory(open_memstream(&json, &size));
	struct winsize window = {0};
	bool tty = isatty(STDOUT_FILENO);
	char *cwd = getcwd(NULL, 0);
	int i;

	if (!cwd)
		fail(EXIT_FAILED, "the current folder is gone");
	if (tty)
		ioctl(STDOUT_FILENO, TIOCGWINSZ, &window);
	fputs("{\"argv\":[", to);
	for (i = 0; i < request->argc; i++) {
		fputs(i ? "," : "", to);
		put_string(to, request->argv[i], "an argument");
	}
	fputs("],\"cwd\":", to);
	put_string(to, cwd, "the current folder's name");
	fprintf(to, ",\"tty\":%s,\"columns\":%d,\"env\":{", tty ? "true" : "false", window.ws_col);
	put_environment(to);
	fputs("}}", to);
	if (fclose(to) != 0)
		fail(EXIT_FAILED, "out of memory");
	free(cwd);
	return json;
}
