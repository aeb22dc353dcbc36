package org.vibrissa.flow.internal.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class HubbleDropReasonsTest {
    private static final Path HEADER = Path.of("../../datapath-c/include/vibrissa/drop.h");
    private static final Pattern REASON = Pattern.compile("VIB_DROP_(\\w+) = (\\d+),");
    private static final int REASONS = 256;

    @Test
    void everyReasonOfTheDatapathHasAName() throws IOException {
        Matcher reasons = REASON.matcher(Files.readString(HEADER));
        int found = 0;
        while (reasons.find()) {
            int number = Integer.parseInt(reasons.group(2));
            if (number < REASONS) {
                String name = HubbleDropReasons.name(number);
                assertTrue(
                        name.contains(reasons.group(1)),
                        () -> number + " is " + reasons.group(1) + ", not " + name);
                found++;
            }
        }
        assertTrue(found > 50, "only " + found + " reasons read from " + HEADER);
    }

    @Test
    void namesAreHubbles() {
        assertEquals("POLICY_DENIED", HubbleDropReasons.name(133));
        assertEquals("DROP_EP_NOT_READY", HubbleDropReasons.name(203));
    }

    @Test
    void numberWithoutANameIsItsNumber() {
        assertEquals("REASON_250", HubbleDropReasons.name(250));
        assertFalse(HubbleDropReasons.name(-1).isEmpty());
    }
}
