/**
 * Conditions over messages, written by users.
 *
 * <p>The language comes by a bundle of its own, whose library takes memory and time to load: who
 * has a condition to compile asks for an {@link org.vibrissa.expression.ExpressionCompiler}, and
 * says so when there is none. Messages cross as objects of the class that the asking bundle names,
 * so that neither bundle knows the other's classes. What was compiled lives as long as the service:
 * when that goes, its users let go of it.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.vibrissa.expression;
