// SPDX-License-Identifier: Apache-2.0
/*
 * The daemon never opens a file that a user names: it asks for it here, where
 * it is read with the user's own rights.
 */
#include "cli.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK (64 * 1024)

/* The last frame of an answer: 0 and data, or 1 and the reason. */
static bool send_answer(int socket, char status, const char *data, size_t length)
{
	char *frame = need_memory(malloc(length + 1));
	bool sent;

	frame[0] = status;
	memcpy(frame + 1, data, length);
	sent = send_frame(socket, 'F', frame, (uint32_t)(length + 1));
	free(frame);
	return sent;
}

static bool send_error(int socket, const char *path, const char *reason)
{
	char text[PATH_MAX + 128];
	int length = snprintf(text, sizeof(text), "%s: %s", path, reason);

	if (length >= (int)sizeof(text))
		length = (int)sizeof(text) - 1;
	return send_answer(socket, 1, text, (size_t)length);
}

bool start_upload(struct upload *upload, int socket, const char *path)
{
	struct stat status;

	end_upload(upload);
	format_text(upload->path, sizeof(upload->path), "%s", path);
	if (strcmp(path, "-") == 0) {
		upload->fd = STDIN_FILENO;
		return true;
	}
	upload->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (upload->fd < 0)
		return send_error(socket, path, strerror(errno));
	if (fstat(upload->fd, &status) == 0 && S_ISDIR(status.st_mode)) {
		end_upload(upload);
		return send_error(socket, path, "is a directory");
	}
	return true;
}

bool continue_upload(struct upload *upload, int socket)
{
	char chunk[CHUNK];
	ssize_t length = read(upload->fd, chunk, sizeof(chunk));
	int error = errno;

	if (length < 0 && (error == EINTR || error == EAGAIN))
		return true;
	if (length > 0)
		return send_frame(socket, 'f', chunk, (uint32_t)length);
	end_upload(upload);
	if (length < 0)
		return send_error(socket, upload->path, strerror(error));
	return send_answer(socket, 0, "", 0);
}

void end_upload(struct upload *upload)
{
	if (upload->fd > STDIN_FILENO)
		close(upload->fd);
	upload->fd = -1;
}

static int is_resource_file(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return dot && dot != entry->d_name &&
	       (!strcmp(dot, ".yaml") || !strcmp(dot, ".yml") || !strcmp(dot, ".json"));
}

/* Names need no escape but for these two; control characters make no sense in one. */
static void put_name(FILE *to, const char *name)
{
	fputc('"', to);
	for (; *name; name++) {
		if (*name == '"' || *name == '\\')
			fputc('\\', to);
		if ((unsigned char)*name < 0x20)
			fprintf(to, "\\u%04x", (unsigned char)*name);
		else
			fputc(*name, to);
	}
	fputc('"', to);
}

bool send_listing(int socket, const char *path)
{
	struct dirent **entries;
	char *json = NULL;
	size_t size = 0;
	bool sent = true;
	size_t at;
	FILE *to;
	int count = scandir(path, &entries, is_resource_file, alphasort);
	int i;

	if (count < 0)
		return send_error(socket, path, strerror(errno));
	to = need_memory(open_memstream(&json, &size));
	fputc('[', to);
	for (i = 0; i < count; i++) {
		fputs(i ? "," : "", to);
		put_name(to, entries[i]->d_name);
		free(entries[i]);
	}
	fputc(']', to);
	free(entries);
	if (fclose(to) != 0)
		fail(EXIT_FAILED, "out of memory");
	for (at = 0; sent && at < size; at += CHUNK)
		sent = send_frame(socket, 'f', json + at,
				  (uint32_t)(size - at < CHUNK ? size - at : CHUNK));
	free(json);
	return sent && send_answer(socket, 0, "", 0);
}
