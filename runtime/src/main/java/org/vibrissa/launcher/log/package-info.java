/**
 * The slf4j provider of the daemon: lines to standard error, as text or JSON.
 *
 * <p>An own provider of four small files, because the simple one of slf4j can neither change its
 * level at run time nor write JSON, and {@code java.util.logging} costs time at each start.
 */
package org.vibrissa.launcher.log;
