package org.vibrissa.bpf.internal.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vibrissa.bpf.Layout;
import org.vibrissa.bpf.LayoutMismatchException;

class LayoutCheckTest {
    private static final Layout OLD =
            new Layout("struct v", 8, List.of(new Layout.Field("packets", 0, 8, "u64")));
    private static final Layout NEW =
            new Layout(
                    "struct v",
                    16,
                    List.of(
                            new Layout.Field("packets", 0, 8, "u64"),
                            new Layout.Field("bytes", 8, 8, "u64")));

    @Test
    void ignoresTheNameAndTakesRawBytesForAnything() {
        LayoutCheck.require("x", "a", OLD, "b", Optional.of(renamed()), 8);
        LayoutCheck.require("x", "a", OLD, "b", Optional.empty(), 8);
        LayoutCheck.require(
                "x", "a", new Layout("bytes", 16, List.of()), "b", Optional.of(NEW), 16);
    }

    private static Layout renamed() {
        return new Layout("struct w", OLD.size(), OLD.fields());
    }

    @Test
    void printsBothSidesAndMarksWhatDiffers() {
        LayoutMismatchException e =
                assertThrows(
                        LayoutMismatchException.class,
                        () ->
                                LayoutCheck.require(
                                        "value of map m",
                                        "Java",
                                        OLD,
                                        "kernel",
                                        Optional.of(NEW),
                                        16));
        String[] lines = e.getMessage().split("\\R", -1);
        assertEquals("value of map m has two layouts", lines[0]);
        assertEquals("  Java                                   | kernel", lines[1]);
        assertEquals("! struct v, 8 bytes                      | struct v, 16 bytes", lines[2]);
        assertEquals("     0 +8   u64 packets                  |    0 +8   u64 packets", lines[3]);
        assertEquals("! -                                      |    8 +8   u64 bytes", lines[4]);
    }

    @Test
    void refusesRawBytesOfAnotherSize() {
        assertThrows(
                LayoutMismatchException.class,
                () -> LayoutCheck.require("x", "a", OLD, "b", Optional.empty(), 12));
    }
}
