package org.vibrissa.policy.internal.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.datapath.internal.pipeline.LiveDatapath;
import org.vibrissa.policy.internal.engine.KernelRows;
import org.vibrissa.policy.internal.engine.MapRows;

/** The policy's maps and stage in the kernel as a daemon has them, without OSGi. */
public final class LivePolicy implements AutoCloseable {
    private static final String NAME = "org.vibrissa.policy";
    private static final String VERSION = "1.0.0";

    private final LiveDatapath datapath;
    private final int room;
    private PolicyMaps maps;
    private PolicyStage stage;

    /**
     * Makes them.
     *
     * @param folder for the state of the datapath
     * @param room rows
     */
    public LivePolicy(Path folder, int room) {
        this.room = room;
        datapath = new LiveDatapath(made(folder));
        try {
            start();
        } catch (RuntimeException e) {
            datapath.close();
            throw e;
        }
    }

    private void start() {
        BpfLoader loader = datapath.loader(NAME, VERSION);
        maps = new PolicyMaps(loader, room);
        stage =
                new PolicyStage(
                        loader, datapath.pipelineOf(NAME, VERSION), datapath.config(), maps);
    }

    /** The daemon ends and begins anew over what it left. */
    public void restart() {
        datapath.restart();
        start();
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an engine writes to. */
    public KernelRows rows() {
        return new MapRows(maps, datapath.config());
    }

    /** All rows of all sets, as they are in the kernel. */
    public Set<KernelRows.Row> allRows() {
        Set<KernelRows.Row> all = new HashSet<>();
        rows().forEachRow((row, set) -> all.add(row));
        return all;
    }

    /** What the kernel says, by the code that judges packets. */
    public List<PolicyProbe.Answer> ask(List<PolicyProbe.Question> questions) {
        return stage.ask(questions);
    }

    @Override
    public void close() {
        datapath.close();
    }
}
