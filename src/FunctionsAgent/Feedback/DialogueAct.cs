namespace FunctionsAgent.Feedback;

/// <summary>What a message does besides, or instead of, asking for something (a dialogue act, ISO 24617-2).</summary>
public enum DialogueAct
{
    /// <summary>Anything that may be a request.</summary>
    None,

    /// <summary>Only a greeting or a farewell.</summary>
    Greeting,

    /// <summary>Only thanks, or "that solved it".</summary>
    Confirms,

    /// <summary>"Still broken", "that did not help": what was answered before did not do.</summary>
    Unsolved,
}
