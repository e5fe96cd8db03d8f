namespace FunctionsAgent.Feedback;

/// <summary>Reads what was rolled up.</summary>
public sealed class RollUps
{
    /// <summary>The cells of outcome days <paramref name="from"/> to <paramref name="to"/>, both included, of all agents.</summary>
    /// <param name="now">Counts the log since the last nightly run as well, without storing anything. Where no night was yet, this is always done.</param>
    public Task<RolledUp> ReadAsync(DateOnly from, DateOnly to, bool now, CancellationToken ct) => throw new NotImplementedException();
}
