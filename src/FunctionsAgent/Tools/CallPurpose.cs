namespace FunctionsAgent.Tools;

/// <summary>Why a request is made, which decides what silence and an empty answer mean.</summary>
internal enum CallPurpose
{
    /// <summary>Changes nothing: no doubt matters.</summary>
    Read,

    /// <summary>May change something, so that a doubt is a result of its own.</summary>
    Write,

    /// <summary>Asks what became of a write; an empty answer says that nothing did.</summary>
    Reconcile,
}
