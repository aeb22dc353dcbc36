package org.vibrissa.flow.internal.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.vibrissa.flow.FlowAccount;
import org.vibrissa.flow.FlowLedger;

/** The ledger as three sums, for people. */
final class LedgerText {
    private final PrintWriter out;

    private LedgerText(PrintWriter out) {
        this.out = out;
    }

    static void print(FlowLedger.Balance balance, PrintWriter out) {
        LedgerText text = new LedgerText(out);
        text.packets(balance);
        text.events(balance);
        text.log(balance);
        balance.accounts().forEach(text::account);
        text.verdict(balance.difference());
    }

    private void packets(FlowLedger.Balance balance) {
        line("Notable packets", "", balance.notable());
        line("  told of", "", balance.traced());
        line("  unseen", "no flow stage was in force", balance.unseen());
    }

    private void events(FlowLedger.Balance balance) {
        line("Events produced", "", balance.produced());
        line("  delivered", "to the log, earlier daemons' included", balance.delivered());
        for (FlowLedger.Loss loss : balance.lost()) {
            line(
                    "  lost",
                    loss.cause() + (loss.cpu() < 0 ? "" : ", CPU " + loss.cpu()),
                    loss.events());
        }
        line("  pending", "in the kernel's ring", balance.pending());
    }

    private void log(FlowLedger.Balance balance) {
        line("Log", "written by this daemon", balance.written());
        line("  held", "", balance.held());
        line("  overwritten", "by newer ones", balance.overwritten());
    }

    private void account(FlowLedger.Account account) {
        FlowAccount.Reading reading = account.reading();
        line("Taken", account.name(), reading.taken());
        line("  sent", "", reading.sent());
        line("  filtered", "", reading.filtered());
        line("  dropped", "", reading.dropped());
        line("  pending", "", reading.pending());
    }

    private void verdict(long difference) {
        out.println();
        if (difference == 0) {
            out.println("Balanced: each event is accounted for.");
        } else {
            out.printf(
                    Locale.ROOT,
                    "NOT balanced: %,d events that nobody can account for. This is a defect.%n",
                    difference);
        }
    }

    private void line(String what, String remark, long events) {
        out.printf(Locale.ROOT, "%-18s %,16d", what, events);
        out.println(remark.isEmpty() ? "" : "   " + remark);
    }
}
