package org.vibrissa.bpf.internal.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vibrissa.bpf.Layout;
import org.vibrissa.bpf.LayoutMismatchException;

/** Compares what two sides believe a C type to be. */
public final class LayoutCheck {
    /** The name of a layout that fits any type of its size. */
    private static final String RAW = "bytes";

    private static final int WIDTH = 38;

    private LayoutCheck() {}

    /**
     * Refuses layouts that differ.
     *
     * @param subject what they describe, such as {@code key of map vib_ct4}
     * @param leftName whose layout {@code left} is
     * @param size size on the right when its fields are not known
     */
    public static void require(
            String subject,
            String leftName,
            Layout left,
            String rightName,
            Optional<Layout> right,
            int size) {
        Layout other = right.orElseGet(() -> new Layout(RAW, size, List.of()));
        if (!same(left, other)) {
            throw new LayoutMismatchException(
                    subject,
                    subject + " has two layouts\n" + sideBySide(leftName, left, rightName, other));
        }
    }

    /** Whether the sizes are equal and, where both tell their fields, the fields. */
    static boolean same(Layout a, Layout b) {
        return a.size() == b.size()
                && (a.fields().equals(b.fields()) || a.name().equals(RAW) || b.name().equals(RAW));
    }

    /** Both layouts as a table; a {@code !} marks lines that differ. */
    static String sideBySide(String leftName, Layout left, String rightName, Layout right) {
        StringBuilder text = new StringBuilder();
        row(text, ' ', leftName, rightName);
        row(text, left.size() == right.size() ? ' ' : '!', head(left), head(right));
        List<String> l = lines(left);
        List<String> r = lines(right);
        for (int i = 0; i < Math.max(l.size(), r.size()); i++) {
            String a = i < l.size() ? l.get(i) : "-";
            String b = i < r.size() ? r.get(i) : "-";
            row(text, a.equals(b) ? ' ' : '!', a, b);
        }
        return text.toString();
    }

    private static String head(Layout layout) {
        return layout.name() + ", " + layout.size() + " bytes";
    }

    private static List<String> lines(Layout layout) {
        List<String> lines = new ArrayList<>();
        for (Layout.Field f : layout.fields()) {
            lines.add(String.format("%4d +%-3d %s %s", f.offset(), f.size(), f.type(), f.name()));
        }
        return lines;
    }

    private static void row(StringBuilder text, char mark, String left, String right) {
        text.append(String.format("%c %-" + WIDTH + "s | %s%n", mark, left, right));
    }
}
