namespace FunctionsAgent.Reasoning;

/// <summary>One attempt at one endpoint. Who tries again, waits or goes elsewhere is <see cref="Models"/>.</summary>
public interface IModelClient
{
    /// <summary>Never throws for what the peer did; only when <paramref name="ct"/> ends.</summary>
    Task<ModelReply> AskAsync(ModelRequest request, CancellationToken ct);
}
