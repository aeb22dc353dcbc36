package org.vibrissa.config;

import java.util.List;
import java.util.OptionalLong;

/**
 * One declared key.
 *
 * @param name dotted, lower case: {@code conntrack.tcp-established}
 * @param type how its text is read
 * @param defaultValue the value when no source names the key, as text of {@code type}
 * @param values the allowed texts of an {@code ENUM} (or of each item of a {@code LIST}), in the
 *     order to show; empty when any text will do
 * @param min smallest allowed value of INT, DURATION (ns) and BYTES, or smallest number of items of
 *     a LIST
 * @param max largest allowed value, in the same units
 * @param powerOfTwo whether a number must be 0 or a power of two
 * @param unit what an INT counts, such as {@code entries}; empty when it has none
 * @param changeClass what a change needs
 * @param doc one or more sentences for the reference
 * @param owner symbolic name of the declaring bundle
 * @param pid Configuration Admin PID of the component that receives the value
 * @param property the component property's name
 */
public record Key(
        String name,
        ValueType type,
        String defaultValue,
        List<String> values,
        OptionalLong min,
        OptionalLong max,
        boolean powerOfTwo,
        String unit,
        ChangeClass changeClass,
        String doc,
        String owner,
        String pid,
        String property) {
    /** Copies the list. */
    public Key {
        values = List.copyOf(values);
    }
}
