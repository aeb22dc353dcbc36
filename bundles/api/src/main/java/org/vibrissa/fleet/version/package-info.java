/**
 * The version of what all hosts of a fleet share: who wrote a resource when, by a hybrid logical
 * clock, and the hash of what was written. It stands in the annotation {@link
 * org.vibrissa.state.Metadata#VERSION}, so that every store a resource is kept in agrees on which
 * of two is the later one.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.vibrissa.fleet.version;
