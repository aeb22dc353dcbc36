/** Expressions in filters, compiled by a bundle that may be there or not. */
package org.vibrissa.hubble.internal.expression;
