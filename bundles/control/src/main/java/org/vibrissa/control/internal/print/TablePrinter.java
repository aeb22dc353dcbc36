package org.vibrissa.control.internal.print;

import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.vibrissa.control.Table;

/**
 * Prints rows aligned for people. Widths come from the first {@value #SAMPLE} rows, so that a table
 * of any length is printed in constant memory.
 */
public final class TablePrinter {
    private static final int SAMPLE = 1000;
    private static final String GAP = "   ";

    private final ZoneId zone;

    public TablePrinter(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Prints the heading and all rows to {@code out}; the hint for an empty table to {@code err}.
     */
    public <R> void print(Table<R> table, PrintWriter out, PrintWriter err) {
        List<Table.Column<R>> columns = table.columns().stream().filter(c -> c.shown()).toList();
        Iterator<? extends R> rows = table.rows().iterator();
        List<List<List<String>>> sample = new ArrayList<>();
        while (rows.hasNext() && sample.size() < SAMPLE) {
            sample.add(cells(columns, rows.next()));
        }
        List<List<String>> heading = columns.stream().map(c -> c.title().lines().toList()).toList();
        int[] widths = widths(heading, sample);
        line(out, heading, widths);
        sample.forEach(row -> line(out, row, widths));
        while (rows.hasNext()) {
            line(out, cells(columns, rows.next()), widths);
        }
        if (sample.isEmpty() && !table.emptyHint().isEmpty()) {
            out.flush();
            err.println(table.emptyHint());
        }
    }

    private <R> List<List<String>> cells(List<Table.Column<R>> columns, R row) {
        return columns.stream().map(c -> Cell.lines(c.value().apply(row), zone)).toList();
    }

    private static int[] widths(List<List<String>> heading, List<List<List<String>>> rows) {
        int[] widths = new int[heading.size()];
        for (int c = 0; c < widths.length; c++) {
            widths[c] = width(heading.get(c));
            for (List<List<String>> row : rows) {
                widths[c] = Math.max(widths[c], width(row.get(c)));
            }
        }
        return widths;
    }

    private static int width(List<String> lines) {
        return lines.stream().mapToInt(l -> l.codePointCount(0, l.length())).max().orElse(0);
    }

    private static void line(PrintWriter out, List<List<String>> cells, int[] widths) {
        int height = cells.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < height; i++) {
            StringBuilder text = new StringBuilder();
            for (int c = 0; c < cells.size(); c++) {
                List<String> lines = cells.get(c);
                String part = i < lines.size() ? lines.get(i) : "";
                text.append(part);
                int pad = widths[c] - part.codePointCount(0, part.length());
                text.append(" ".repeat(Math.max(0, pad))).append(GAP);
            }
            out.println(text.toString().stripTrailing());
        }
    }
}
