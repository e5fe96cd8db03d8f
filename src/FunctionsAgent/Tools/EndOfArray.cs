namespace FunctionsAgent.Tools;

/// <summary>Finds the place that is so many from an array's end, which is known when it ends: until then what the last places gave is kept.</summary>
internal sealed class EndOfArray(FieldRun run, int fromEnd)
{
    private readonly int start = run.Here.Found;
    private readonly Queue<int> given = new();
    private int before;
    private bool any;

    /// <summary>A place begins.</summary>
    public void Next()
    {
        Settle();
        if (given.Count == fromEnd) run.Remove(start, given.Dequeue());
        (before, any) = (run.Here.Found, true);
    }

    /// <summary>The array ends.</summary>
    public void End()
    {
        Settle();
        var first = given.Count == fromEnd ? given.Dequeue() : 0;
        run.Remove(start + first, run.Here.Found - start - first);
    }

    private void Settle()
    {
        if (any) given.Enqueue(run.Here.Found - before);
    }
}
