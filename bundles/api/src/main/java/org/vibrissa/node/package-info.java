/**
 * The other hosts and how packets get to them: nodes, path groups, forward modes.
 *
 * <p>A node is declared by a resource of kind Node, a path group by one of kind PathGroup. A bundle
 * that can carry packets registers a {@link org.vibrissa.node.ForwardMode}.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.vibrissa.node;
