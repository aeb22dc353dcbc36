package org.vibrissa.hubble.internal.print;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows whose cells are lined up with three spaces between columns, when all are known. */
public final class Columns {
    private static final String GAP = "   ";
    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a row; the last cell of each is not padded. */
    public void add(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Prints them. */
    public void print(PrintWriter out) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size() - 1; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i));
                if (i < row.size() - 1) {
                    line.append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
                }
            }
            out.println(line);
        }
    }
}
