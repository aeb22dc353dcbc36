/** Expressions by Google's library for the Common Expression Language, within limits. */
package org.vibrissa.hubble.cel.internal;
