/**
 * How bundles put commands, REST routes and debug sections on the daemon's unix socket.
 *
 * <p>Problem: the command line and the HTTP API must cover whatever bundles are running, in one
 * manner, without the edge knowing them. Mechanism: whiteboard services. A bundle registers {@link
 * org.vibrissa.control.CommandProvider}s, {@link org.vibrissa.control.RestRoutes} and {@link
 * org.vibrissa.control.DebugSection}s; the {@code control} bundle assembles the command tree per
 * invocation and the OpenAPI document per request, so that a swapped bundle's commands change with
 * it.
 *
 * <p>Invariants: the daemon never opens a file a user named; the client reads it and sends the
 * bytes. Data is described once ({@link org.vibrissa.control.Table}) and printed as table, json or
 * yaml. Exit codes: 0 done, 1 failed, 2 usage, 3 not ready. A {@link
 * org.vibrissa.control.CommandFailed} or {@link org.vibrissa.control.RestError} says what failed,
 * on what, and the next step.
 *
 * <p>Threads: a command and a route handler each run on one thread of a bounded pool and may block;
 * writes block while the client does not read. A client that goes away cancels its command: the
 * thread is interrupted and {@link org.vibrissa.control.Invocation#cancelled()} turns true.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.vibrissa.control;
