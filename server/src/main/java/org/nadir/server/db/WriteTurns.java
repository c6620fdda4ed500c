package org.nadir.server.db;

import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.LocalTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionHandler;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/// Lets one transaction of this process run at a time, as SQLite has one writer. Those who wait do so here, where a virtual
/// thread steps aside, and not in SQLite's native code, where it would keep a processor from the one it waits for.
final class WriteTurns extends DelegatingTransactionHandler {

    private final ReentrantLock turn;

    private WriteTurns(TransactionHandler delegate, ReentrantLock turn) {
        super(delegate);
        this.turn = turn;
    }

    static WriteTurns create() {
        return new WriteTurns(LocalTransactionHandler.binding(), new ReentrantLock(true));
    }

    @Override
    public TransactionHandler specialize(Handle handle) throws SQLException {
        return new WriteTurns(getDelegate().specialize(handle), turn);
    }

    @Override
    public <R, X extends Exception> R inTransaction(Handle handle, HandleCallback<R, X> callback)
            throws X {
        turn.lock();
        try {
            return super.inTransaction(handle, callback);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public <R, X extends Exception> R inTransaction(
            Handle handle, TransactionIsolationLevel level, HandleCallback<R, X> callback)
            throws X {
        turn.lock();
        try {
            return super.inTransaction(handle, level, callback);
        } finally {
            turn.unlock();
        }
    }
}
