/**
 * The process around the bundles: options, lock, embedded framework, readiness, clean stop, purge.
 *
 * <p>Start order. The bundles of the flat list are installed first, then started up to {@link
 * org.vibrissa.launcher.StartLevels#INFRASTRUCTURE}, where the configuration bundle checks all
 * files and hands out values; only when it asked for no shutdown the rest is started. So a
 * component never sees defaults before its real values, and a bad file starts nothing.
 *
 * <p>Threads. {@code main} starts everything and then waits for one {@link
 * org.vibrissa.launcher.StopRequest}; signals, {@link org.vibrissa.runtime.Shutdown} and the
 * watchdog only enqueue one.
 */
package org.vibrissa.launcher;
