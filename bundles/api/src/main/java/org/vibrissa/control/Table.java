package org.vibrissa.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Rows described once, printed as table, json or yaml. Immutable; rows are read once, while
 * printing, so they may be an endless or lazy iterable.
 *
 * <pre>{@code
 * invocation.print(Table.of(endpoints)
 *     .column("ENDPOINT", "id", Endpoint::id)
 *     .column("LABELS", "labels", Endpoint::labels)      // a collection: one per line
 *     .detail("mac", Endpoint::mac)                      // json and yaml only
 *     .whenEmpty("No endpoints. Add one: vibrissa endpoint add NAME --netns NS"));
 * }</pre>
 *
 * Values: null and empty Optional are blank (left out of json); String, Number, Boolean, Enum,
 * {@code JsonNode}; a Collection is an array, in the table one line each; a Map is an object, in
 * the table {@code key=value} lines; an Instant is RFC 3339 UTC, in the table local and short; a
 * Duration is seconds in json, {@code 1m20s} in the table; an InetAddress is its text; other values
 * their toString.
 *
 * @param <R> what a row is made from
 */
public final class Table<R> {
    /**
     * One property of a row.
     *
     * @param title heading, may have several lines; empty for json and yaml only
     * @param key property name in json, camelCase
     */
    public record Column<R>(String title, String key, Function<? super R, ?> value) {
        /** Whether the table shows it. */
        public boolean shown() {
            return !title.isEmpty();
        }
    }

    private final Iterable<? extends R> rows;
    private final List<Column<R>> columns;
    private final String whenEmpty;

    private Table(Iterable<? extends R> rows, List<Column<R>> columns, String whenEmpty) {
        this.rows = rows;
        this.columns = columns;
        this.whenEmpty = whenEmpty;
    }

    public static <R> Table<R> of(Iterable<? extends R> rows) {
        return new Table<>(rows, List.of(), "");
    }

    /** Adds a column of the table and property of json. */
    public Table<R> column(String title, String key, Function<? super R, ?> value) {
        List<Column<R>> more = new ArrayList<>(columns);
        more.add(new Column<>(title, key, value));
        return new Table<>(rows, List.copyOf(more), whenEmpty);
    }

    /** Adds a property of json and yaml. */
    public Table<R> detail(String key, Function<? super R, ?> value) {
        return column("", key, value);
    }

    /** What a table without rows prints to people, on standard error, below its heading. */
    public Table<R> whenEmpty(String hint) {
        return new Table<>(rows, columns, hint);
    }

    public Iterable<? extends R> rows() {
        return rows;
    }

    public List<Column<R>> columns() {
        return columns;
    }

    public String emptyHint() {
        return whenEmpty;
    }
}
