package org.vibrissa.state;

import java.util.function.Function;

/**
 * One column of a kind's table.
 *
 * @param title upper case, such as {@code ADDRESSES}
 * @param value the cell; must not throw for any stored resource
 */
public record Column(String title, Function<Resource, String> value) {}
