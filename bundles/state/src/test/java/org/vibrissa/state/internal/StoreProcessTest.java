package org.vibrissa.state.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.state.ApplyOptions;

/** Kills a process that writes, again and again, and looks at what it had acknowledged. */
class StoreProcessTest {
    private static final int KILLS = 8;

    @TempDir Path folder;

    /** The process: one widget after the other, each name printed when it is stored. */
    public static void main(String[] args) {
        EmbeddedStore store = new EmbeddedStore(Path.of(args[0]));
        store.addKind(new TestKind());
        int next = store.list(TestKind.KIND).size() + 1;
        while (true) {
            store.apply(List.of(TestKind.document("w" + next, next)), ApplyOptions.USER);
            System.out.println(next);
            next++;
        }
    }

    @Test
    void keepsEveryAcknowledgedChangeWhenKilled() throws IOException, InterruptedException {
        Random random = new Random(9);
        int acknowledged = 0;
        for (int i = 0; i < KILLS; i++) {
            acknowledged = writeAndKill(acknowledged + 1 + random.nextInt(60));
            EmbeddedStore store = new EmbeddedStore(folder.resolve("store"));
            assertEquals("", store.problem());
            int found = store.list(TestKind.KIND).size();
            assertTrue(
                    found == acknowledged || found == acknowledged + 1,
                    found + " found, " + acknowledged + " acknowledged");
            store.close();
            acknowledged = found;
        }
    }

    /** Returns the last number that was printed. */
    private int writeAndKill(int atLeast) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xshare:auto",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                StoreProcessTest.class.getName(),
                                folder.resolve("store").toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int last = 0;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null) {
                last = Integer.parseInt(line);
                if (last == atLeast) {
                    assertTrue(process.toHandle().destroyForcibly(), "kill -9");
                }
                line = out.readLine();
            }
        } finally {
            process.destroyForcibly();
        }
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the killed process ends");
        assertTrue(last >= atLeast, "the writer ended by itself after " + last);
        return last;
    }
}
