package org.vibrissa.mode.internal.receipt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.swap.ReceiptBook;

/** Where other bundles have their receipts signed, beside those of mode changes. */
@Component
public final class SignedBook implements ReceiptBook {
    private final Receipts receipts;

    @Activate
    public SignedBook(@Reference Receipts receipts) {
        this.receipts = receipts;
    }

    @Override
    public void sign(ObjectNode receipt) {
        receipts.add(receipt);
    }
}
