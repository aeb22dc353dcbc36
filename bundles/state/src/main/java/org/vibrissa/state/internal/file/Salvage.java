package org.vibrissa.state.internal.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.state.StoreRecovery.Candidate;

/** Finds what can still be read of corrupt files, without changing anything. */
public final class Salvage {
    /** A readable state and how it is shown. */
    public record Option(Candidate candidate, Content content) {}

    private static final Logger LOG = LoggerFactory.getLogger(Salvage.class);

    private final Generations files;

    public Salvage(Generations files) {
        this.files = files;
    }

    /** The best first, one per revision; the empty state is always the last. */
    public List<Option> options() throws IOException {
        List<Option> options = new ArrayList<>();
        for (long number : files.snapshotNumbers().descendingSet()) {
            try {
                Content base = files.snapshots().read(number);
                add(options, forward(number, base));
            } catch (CorruptFile e) {
                LOG.info("no way back from snapshot {}: {}", number, e.getMessage());
            }
        }
        options.sort((a, b) -> Long.compare(b.candidate().revision(), a.candidate().revision()));
        String nothing = "start over with no resources; everything stored is lost";
        options.add(new Option(new Candidate("empty", 0, 0, nothing), Content.empty()));
        return List.copyOf(options);
    }

    /** Writes an option as a new generation, closed again, and sets the old files aside. */
    public void restart(Option option) throws IOException {
        try (files) {
            files.restart(option.content());
        }
    }

    private static void add(List<Option> options, Option option) {
        boolean known =
                options.stream()
                        .anyMatch(o -> o.candidate().revision() == option.candidate().revision());
        if (!known) {
            options.add(option);
        }
    }

    /** A snapshot, its log, and the logs after it for as long as they can be read. */
    private Option forward(long number, Content base) throws IOException {
        Content content = base;
        StringBuilder text = new StringBuilder(SnapshotFile.name(number));
        String end = "nothing else can be read";
        for (long next = number; files.hasLog(next); next++) {
            LogScan scan = files.scan(next, files.logBytes(next), content.revision());
            content = Generations.replay(content, scan.commits());
            text.append(" and ").append(scan.commits().size()).append(" changes of ");
            text.append(LogFile.name(next));
            if (scan.corruption() != null) {
                end = "lost: what follows, as " + scan.corruption().getMessage();
                break;
            }
            end = "nothing is lost that was in the logs";
        }
        text.append("; ").append(end);
        Candidate candidate =
                new Candidate(
                        "generation-" + number,
                        content.revision(),
                        content.resources().size(),
                        text.toString());
        return new Option(candidate, content);
    }
}
