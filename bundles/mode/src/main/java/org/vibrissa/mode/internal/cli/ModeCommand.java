package org.vibrissa.mode.internal.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.mode.internal.host.Refused;

/** What the commands about modes and receipts have in common. */
abstract class ModeCommand implements CommandProvider {
    private final String path;
    private final String example;

    ModeCommand(String path, String example) {
        this.path = path;
        this.example = example;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String section() {
        return "Fleet";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of(
                "mode", "How packets get to other hosts, and changing it under load",
                "receipt", "Signed records of what was changed");
    }

    @Override
    public String example() {
        return example;
    }

    /** Turns a refusal into the words of the command line. */
    static <T> T ask(Callable<T> work) {
        try {
            return work.call();
        } catch (Refused e) {
            throw CommandFailed.failed(text(e), e.nextStep()).causedBy(e);
        } catch (FleetException e) {
            throw CommandFailed.failed(String.valueOf(e.getMessage()), "").causedBy(e);
        } catch (IllegalStateException e) {
            throw CommandFailed.failed(String.valueOf(e.getMessage()), "vibrissa mode get")
                    .causedBy(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailed.failed("interrupted", "vibrissa mode get").causedBy(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw CommandFailed.failed(String.valueOf(e.getMessage()), "").causedBy(e);
        }
    }

    private static String text(Refused refusal) {
        StringBuilder text = new StringBuilder(String.valueOf(refusal.getMessage()));
        refusal.reasons().forEach(reason -> text.append("\n  ").append(reason));
        return text.toString();
    }
}
