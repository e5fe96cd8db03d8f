namespace FunctionsAgent.Storage;

/// <summary>One caller's write, waiting for its group. Its outcome is told only after the group's commit.</summary>
internal abstract class Operation
{
    /// <summary>What the operation itself ran into; its neighbours in the group are not concerned.</summary>
    public Exception? Refusal { get; set; }

    /// <summary>False when the caller has gone away: nothing is run.</summary>
    public abstract bool TryStart();

    public abstract void Run(Connection connection);

    public abstract void Publish();

    public abstract void Fail(Exception reason);
}

internal sealed class Operation<T>(Func<Connection, T> run, CancellationToken ct) : Operation
{
    private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _source.Task;

    public override bool TryStart() => !ct.IsCancellationRequested || !_source.TrySetCanceled(ct);

    public override void Run(Connection connection) => _result = run(connection);

    public override void Publish()
    {
        if (Refusal is { } refusal) _source.TrySetException(refusal);
        else _source.TrySetResult(_result!);
    }

    public override void Fail(Exception reason) => _source.TrySetException(reason);
}
