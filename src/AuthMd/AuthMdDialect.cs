namespace AuthMd;

/// <summary>The two live wire formats of the protocol (specification §0).</summary>
public enum AuthMdDialect
{
    /// <summary>Flat; the agent is given the code and the person types it here; the agent polls.</summary>
    A,

    /// <summary>Nested; the page reveals the code and the person reads it to the agent.</summary>
    B,
}
