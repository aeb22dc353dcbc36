/**
 * The lab: hosts as network namespaces with real daemons, workloads as namespaces beside them, and
 * traffic that is counted exactly.
 *
 * <p>A test takes a {@link org.vibrissa.lab.Lab} as parameter ({@link
 * org.vibrissa.lab.LabExtension}). Everything the lab makes carries a prefix of its own and is
 * removed when the test ends, whatever happened, also when the test JVM is told to stop. Nobody
 * sleeps here: {@link org.vibrissa.lab.Await} polls a condition against a deadline and names it.
 */
package org.vibrissa.lab;
