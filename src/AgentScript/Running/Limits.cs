namespace AgentScript.Running;

/// <summary>Where a turn is stopped, and what a frame may hold. A script that reaches a limit says its error message.</summary>
public static class Limits
{
    /// <summary>Model calls between entering a node and leaving it.</summary>
    public const int ModelCallsPerActivation = 8;

    public const int ModelCallsPerTurn = 20;

    /// <summary>Model answers of a turn whose calls are refused: with one more the node is left as failed. So a model corrects itself once.</summary>
    public const int MistakesPerTurn = 1;

    public const int TransitionsPerTurn = 8;

    /// <summary>Lines executed, tools started and procedures ended in one turn.</summary>
    public const int OperationsPerTurn = 2_000;

    /// <summary>What <c>after_reasoning</c> may still do when a turn ran into <see cref="OperationsPerTurn"/>.</summary>
    public const int OperationsAfterLimit = 200;

    /// <summary>Nodes that answer for one another: a delegated node may delegate twice more.</summary>
    public const int Delegations = 3;

    /// <summary>Tool calls of one model answer that are carried out; the rest get an error result.</summary>
    public const int CallsPerAnswer = 8;

    /// <summary>Records of what happened in one step.</summary>
    public const int TraceRecords = 200;

    /// <summary>Questions that <c>collect</c> asks where the script names no number.</summary>
    public const int Attempts = 3;

    /// <summary>Parts of one message that may each ask for something.</summary>
    public const int Requests = 6;

    /// <summary>Nodes between which a customer is asked to choose.</summary>
    public const int Choices = 3;

    /// <summary>Statements within statements.</summary>
    public const int Nesting = 200;

    /// <summary>Characters of the customer's words that a frame keeps.</summary>
    public const int Words = 2_000;

    /// <summary>Characters of the reason of a hand-off: a line for staff, not the place of what was said.</summary>
    public const int Reason = 500;

    /// <summary>Bytes of JSON of all variables; a value that would not fit is not set.</summary>
    public const int Variables = 16_384;

    /// <summary>Bytes of JSON of one action's result while its callback runs; a larger one counts as a failure, <c>too_large</c>.</summary>
    public const int Outputs = 8_192;

    /// <summary>Lists and objects within each other in a result or in arguments: JSON readers stop at 64, and these lie within a frame.</summary>
    public const int JsonDepth = 32;

    /// <summary>Bytes of JSON of what is shown to the model of one result; the rest is cut off.</summary>
    public const int Result = 4_096;

    /// <summary>Bytes of JSON of all exchanges with the model; the oldest are forgotten first. Also of the calls of one model answer.</summary>
    public const int Exchanges = 8_192;

    /// <summary>Bytes of JSON of a frame. A turn that would leave a larger one ends with the error message, and only the variables stay.</summary>
    public const int Frame = 40_960;
}
