/**
 * Flows into files: a JSON object a line, in the shape that Hubble exports, by any number of
 * exporters that a watched file names.
 */
package org.vibrissa.hubble.internal.export;
