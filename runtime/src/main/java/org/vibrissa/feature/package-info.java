/**
 * Compiles an OSGi feature (JSON) to what the launcher reads: a flat bundle list and a properties
 * file. Run by the build; not part of the launcher.
 */
package org.vibrissa.feature;
