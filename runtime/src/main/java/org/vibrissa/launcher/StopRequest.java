package org.vibrissa.launcher;

/**
 * Why the daemon ends.
 *
 * @param exitCode the process exit code
 * @param reason for the log
 */
record StopRequest(int exitCode, String reason) {}
