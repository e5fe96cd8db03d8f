namespace FunctionsAgent.Reasoning;

/// <summary>An endpoint as this process knows it: its client, its circuit, and until when it asked not to be asked.</summary>
internal sealed class ModelSource(ModelEndpoint endpoint, Func<ModelEndpoint, IModelClient> clients, TimeProvider time)
{
    // Made when first asked: a host whose agents ask no model loads none of the libraries.
    private readonly Lazy<IModelClient> client = new(() => clients(endpoint));
    private long notBefore = long.MinValue;

    public ModelEndpoint Endpoint => endpoint;

    public IModelClient Client => client.Value;

    public CircuitBreaker Circuit { get; } = new(time);

    /// <summary>How long it wants to be left alone yet; never negative.</summary>
    public TimeSpan Rest
    {
        get
        {
            var until = Interlocked.Read(ref notBefore);
            var now = time.GetTimestamp();
            return until <= now ? TimeSpan.Zero : time.GetElapsedTime(now, until);
        }
    }

    public void LeaveAlone(TimeSpan wait) => Interlocked.Exchange(ref notBefore, time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency));
}
